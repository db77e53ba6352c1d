import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  runHelm,
  useCluster,
  usePostgres,
  waitFor,
} from '@orgmodels/dev-cluster';
import { parse, parseAllDocuments, stringify } from 'yaml';

/*
 * The portal as a pod has it that the chart makes: its files, its environment,
 * its service account's token at the place where kubelets mount it, and the
 * chart's rights. Only the image is missing: the sources run instead.
 */

jest.setTimeout(240_000);

const CHECKOUT = path.resolve(__dirname, '../../..');
const CHART = path.join(CHECKOUT, 'charts/organization-models');
const RELEASE = 'models';
const NAMESPACE = 'portal';
const ACCOUNT = 'models-organization-models';
const PROGRAM_TOKEN = 'a-token-of-a-program-for-this-test';

// A pod's files are laid where only a mount namespace of Linux can
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the portal in a pod', () => {
  const cluster = useCluster();
  const postgres = usePostgres();
  const files = mkdtempSync(path.join(tmpdir(), 'in-cluster-'));
  const tokenFile = path.join(files, 'serviceaccount', 'token');
  let portal: ChildProcess;
  let url = '';
  let output = '';

  /** A token that ends when the Secret does to which it is bound. */
  const createToken = async (secret: string) => {
    await cluster.kubectl([
      ...['create', 'secret', 'generic', secret, '-n', NAMESPACE],
    ]);
    const token = await cluster.kubectl([
      ...['create', 'token', ACCOUNT, '-n', NAMESPACE],
      ...['--bound-object-kind=Secret', `--bound-object-name=${secret}`],
    ]);
    return token.trim();
  };

  const call = async (method: string, route: string, body?: object) => {
    const response = await fetch(`${url}/v1/organization/models${route}`, {
      method,
      headers: {
        Authorization: `Bearer ${PROGRAM_TOKEN}`,
        'Content-Type': 'application/json',
        'X-Organization': 'group:default/acme',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : undefined,
    };
  };

  const waitForStatus = (id: string, status: string) =>
    waitFor(
      `the model to be ${status}`,
      async () => (await call('GET', `/${id}`)).body.model.status === status,
      { timeoutMs: 60_000 },
    );

  beforeAll(async () => {
    const port = await findPort();
    url = `http://localhost:${port}`;
    const values = path.join(files, 'values.yaml');
    writeFileSync(values, stringify(toValues({ url, port })));
    const rendered = await runHelm([
      ...['template', RELEASE, CHART, '-n', NAMESPACE, '-f', values],
      ...['--set', `portal.database.url=${postgres.connectionString}`],
    ]);
    for (const namespace of [NAMESPACE, 'aibrix-system']) {
      await cluster.kubectl(['create', 'namespace', namespace]);
    }
    await cluster.kubectl(['apply', '--server-side', '-f', '-'], {
      input: rendered,
    });
    const mounted = path.dirname(tokenFile);
    mkdirSync(mounted);
    const [{ cluster: access }] = parse(
      readFileSync(cluster.kubeconfig, 'utf8'),
    ).clusters;
    writeFileSync(
      path.join(mounted, 'ca.crt'),
      Buffer.from(access['certificate-authority-data'], 'base64'),
    );
    writeFileSync(path.join(mounted, 'namespace'), NAMESPACE);
    writeFileSync(tokenFile, await createToken('first'));
    portal = startPod(rendered, { files, server: cluster.server });
    portal.stdout!.on('data', data => (output += data));
    portal.stderr!.on('data', data => (output += data));
    await waitFor(
      'the readiness probe',
      async () => {
        if (portal.exitCode !== null) {
          throw new Error(output);
        }
        const probe = '/.backstage/health/v1/readiness';
        return (await fetch(url + probe)).status === 200;
      },
      { timeoutMs: 120_000 },
    ).catch(error => {
      throw new Error(`${error.message}\n${output}`);
    });
  });

  afterAll(async () => {
    if (portal?.exitCode === null) {
      const over = once(portal, 'exit');
      portal.kill('SIGTERM');
      await over;
    }
    rmSync(files, { recursive: true, force: true });
  });

  it('runs models with the rights of its pod, and takes a token that was rotated', async () => {
    const probe = await fetch(`${url}/.backstage/health/v1/liveness`);
    expect(probe.status).toBe(200);
    await waitFor(
      'the cluster to be ready',
      async () => {
        const { body } = await call('GET', '/status');
        if (!body.cluster_status?.ready) {
          throw new Error(`${JSON.stringify(body)}\n${output}`);
        }
        return true;
      },
      { timeoutMs: 60_000 },
    );
    const created = await call('POST', '/', {
      name: 'modest',
      model_type: 'chat',
      huggingface_id: 'Qwen/Qwen3-0.6B',
      deployment_config: { gpu_count: 0 },
    });
    expect(created).toMatchObject({ status: 201 });
    const { id } = created.body.model;
    await waitForStatus(id, 'running');

    writeFileSync(tokenFile, await createToken('second'));
    await cluster.kubectl(['delete', 'secret', 'first', '-n', NAMESPACE]);
    const stopped = await call('PUT', `/${id}`, { desired_state: 'stopped' });
    expect(stopped.status).toBe(200);
    await waitForStatus(id, 'stopped');
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    await waitFor(
      'the model to be gone',
      async () => (await call('GET', `/${id}`)).status === 404,
    );
    expect(output).not.toMatch(/cannot be watched|forbidden/i);
  });

  it('answers on after it was told to stop, as Services find out later, and ends by itself', async () => {
    const over = once(portal, 'exit');
    portal.kill('SIGTERM');
    const probe = '/.backstage/health/v1/readiness';
    await waitFor(
      'the probe to say that it ends',
      async () => (await fetch(url + probe)).status === 503,
    );
    expect((await call('GET', '/')).status).toBe(200);
    expect(await over).toEqual([0, null]);
  });
});

function toValues({ url, port }: { url: string; port: number }): object {
  return {
    portal: {
      baseUrl: url,
      replicas: 1,
      shutdownDelaySeconds: 2,
      appConfig: {
        backend: {
          listen: { host: '127.0.0.1', port },
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token: PROGRAM_TOKEN, subject: 'ci' },
              },
            ],
          },
        },
        organizationModels: {
          hub: { enabled: false },
          organization: {
            mode: 'single',
            single: 'group:default/acme',
            externalSubjects: { ci: ['group:default/acme'] },
          },
        },
      },
    },
  };
}

/** Starts what the Deployment's container would, in a file system with its mounts. */
function startPod(
  rendered: string,
  { files, server }: { files: string; server: string },
): ChildProcess {
  const objects = parseAllDocuments(rendered).map(each => each.toJS());
  const find = (kind: string) => objects.find(object => object?.kind === kind);
  const { data } = find('ConfigMap');
  const config = path.join(files, 'app-config.chart.yaml');
  writeFileSync(config, data['app-config.chart.yaml']);
  const [container] = find('Deployment').spec.template.spec.containers;
  const env = Object.fromEntries(
    container.env.map(({ name, value }: { name: string; value?: string }) => [
      name,
      value ?? find('Secret').stringData.url,
    ]),
  );
  const [entry, ...args] = container.args.map((arg: string) =>
    arg.replace('/etc/organization-models/app-config.chart.yaml', config),
  );
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  // Kubelets mount the token below /var/run; nothing of this machine changes
  const script = `mount -t tmpfs none /run && mkdir -p /run/secrets/kubernetes.io/serviceaccount &&
    mount --bind "$0/serviceaccount" /run/secrets/kubernetes.io/serviceaccount && exec "$@"`;
  return spawn(
    'unshare',
    [
      ...['--map-root-user', '--mount', 'sh', '-c', script, files],
      ...[process.execPath, '--require', transform],
      ...[path.join(entry, 'src/index.ts'), ...args],
    ],
    {
      cwd: CHECKOUT,
      env: {
        PATH: process.env.PATH,
        ...env,
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: new URL(server).port,
      },
    },
  );
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
