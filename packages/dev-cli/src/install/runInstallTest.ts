import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster, startHub } from '@orgmodels/dev-cluster';
import {
  ensureBinaries,
  ensureHelm,
} from '@orgmodels/dev-cluster/control-plane';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { Closer } from '../portal/Closer';
import { waitUntilReady } from '../portal/waitUntilReady';
import { startLoggedProcess } from '../processes/startLoggedProcess';
import { Counts } from '../tests/Counts';
import { ensureChromium } from '../tests/ensureChromium';
import { runPlaywright } from '../tests/runBrowserTests';
import { TestContext } from '../tests/TestPart';
import { AppFolder } from './AppFolder';
import { createBareApp } from './createBareApp';
import { packPackages } from './packPackages';
import { InstallBlock, readInstallSteps } from './readInstallSteps';
import { serveRegistry } from './serveRegistry';

/**
 * Follows docs/install.md in a new Backstage app, with the packages as they would be published, and deploys a model.
 *
 * Of the guide nothing is repeated here: its last step begins when the app runs, and its last command makes the model.
 */
export async function runInstallTest(context: TestContext): Promise<Counts> {
  const closer = new Closer();
  try {
    return await install(context, closer);
  } finally {
    await closer.close();
  }
}

async function install(context: TestContext, closer: Closer): Promise<Counts> {
  const { steps, signal, workspace } = context;
  const packages = await steps.run('packages packed', () =>
    packPackages(context),
  );
  const registry = closer.add(await serveRegistry(packages));
  const cluster = closer.add(await startCluster({ standIns: {}, signal }));
  const hub = closer.add(await startHub());
  const ports = { app: await getPort(), api: await getPort() };

  const directory = path.join(workspace.directory, 'bare-app');
  await steps.run('new Backstage app at hand', () =>
    createBareApp(directory, context),
  );
  prepare(directory, { ...workspace, registry, hub, ports });
  const app = new AppFolder(directory, {
    env: {
      KUBECONFIG: cluster.kubeconfig,
      PATH: [await ensureBinaries(), await ensureHelm(), process.env.PATH].join(
        path.delimiter,
      ),
    },
  });
  const guide = readFileSync(
    path.join(workspace.checkout, 'docs/install.md'),
    'utf8',
  );
  const parts = readInstallSteps(
    guide.replaceAll('localhost:7007', `localhost:${ports.api}`),
  );
  const firstModel = parts.pop()!;
  for (const { title, blocks } of parts) {
    await steps.run(title, () => followAll(app, blocks, context));
  }
  await steps.run('the app compiles', () =>
    app.follow({ kind: 'command', text: 'yarn tsc' }, { signal }),
  );
  await steps.run('the app runs', () =>
    startApp(app, { ...context, closer, ports }),
  );
  const answer = await steps.run(firstModel.title, () =>
    followAll(app, firstModel.blocks, context),
  );
  return await runPlaywright(context, {
    name: 'install',
    projects: ['installed'],
    env: {
      CHROMIUM_PATH: await ensureChromium({ ...workspace, signal }),
      PORTAL_URL: `http://localhost:${ports.app}`,
      MODEL_NAME: JSON.parse(answer).model.name,
    },
  });
}

/** @returns what the last block printed */
async function followAll(
  app: AppFolder,
  blocks: InstallBlock[],
  context: TestContext,
): Promise<string> {
  let output = '';
  for (const block of blocks) {
    output = await app.follow(block, context);
  }
  return output;
}

/** What a reader of the guide has already: packages at the registry, the charts; and what is this test's own. */
function prepare(
  directory: string,
  options: {
    checkout: string;
    registry: { url: string };
    hub: { url: string };
    ports: { app: number; api: number };
  },
): void {
  const { checkout, registry, hub, ports } = options;
  symlinkSync(path.join(checkout, 'charts'), path.join(directory, 'charts'));
  const yarnSettings = path.join(directory, '.yarnrc.yml');
  writeFileSync(
    yarnSettings,
    `${readFileSync(yarnSettings, 'utf8')}\n${stringify({
      unsafeHttpWhitelist: ['127.0.0.1'],
      npmScopes: { orgmodels: { npmRegistryServer: registry.url } },
    })}`,
  );
  writeFileSync(
    path.join(directory, 'app-config.local.yaml'),
    stringify({
      app: {
        baseUrl: `http://localhost:${ports.app}`,
        listen: { host: '127.0.0.1', port: ports.app },
      },
      backend: {
        baseUrl: `http://localhost:${ports.api}`,
        listen: { host: '127.0.0.1', port: ports.api },
        cors: { origin: `http://localhost:${ports.app}` },
      },
      organizationModels: { hub: { url: hub.url } },
    }),
  );
}

async function startApp(
  app: AppFolder,
  options: TestContext & {
    closer: Closer;
    ports: { app: number; api: number };
  },
): Promise<void> {
  const { workspace, signal, closer, ports } = options;
  const logs = path.join(workspace.directory, 'logs');
  mkdirSync(logs, { recursive: true });
  const process = closer.add(
    startLoggedProcess('new Backstage app', {
      command: 'yarn',
      args: ['start'],
      cwd: app.directory,
      env: { ...app.env, YARN_IGNORE_PATH: undefined, BROWSER: 'none' },
      logFile: path.join(logs, 'bare-app.log'),
      mindsChild: true,
    }),
  );
  for (const url of [
    `http://localhost:${ports.api}/.backstage/health/v1/readiness`,
    `http://localhost:${ports.app}`,
  ]) {
    await waitUntilReady(url, { process, signal });
  }
}
