import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureServiceToken } from '../config/ensureServiceToken';
import { renderAppConfig } from '../config/renderAppConfig';
import { Steps } from '../Steps';
import { Workspace } from '../Workspace';
import { Closer } from './Closer';
import { startApp, startBackend } from './startWebProcesses';
import { startGround } from './startGround';
import { waitUntilReady } from './waitUntilReady';
import { WatchedPart, watchedProcess } from './watchHealth';

/** What a portal is started with. */
export interface PortalOptions {
  portalPort: number;
  apiPort: number;
  database: 'sqlite' | 'postgres';
  clusterSize: 'small' | 'large';
  /** An existing cluster's kubeconfig file; without one our own cluster is started. */
  kubeconfig?: string;
}

/** A running portal: cluster, database, backend and web app. */
export interface Portal {
  portalUrl: string;
  apiUrl: string;
  kubeconfig: string;
  /** What to keep an eye on. */
  parts: WatchedPart[];
  stop(): Promise<void>;
}

/** Starts everything the portal consists of and waits until it answers. On failure nothing stays behind. */
export async function startPortal(
  workspace: Workspace,
  options: PortalOptions & { steps: Steps; signal: AbortSignal },
): Promise<Portal> {
  const closer = new Closer();
  try {
    return {
      ...(await start(workspace, { ...options, closer })),
      stop: () => closer.close(),
    };
  } catch (error) {
    await closer.close();
    throw error;
  }
}

async function start(
  workspace: Workspace,
  options: PortalOptions & {
    steps: Steps;
    signal: AbortSignal;
    closer: Closer;
  },
): Promise<Omit<Portal, 'stop'>> {
  const { portalPort, apiPort, steps, signal, closer } = options;
  const ground = await startGround(workspace, options);
  signal.throwIfAborted();
  writeConfig(workspace, { portalPort, apiPort, ...ground });

  const portalUrl = `http://localhost:${portalPort}`;
  const apiUrl = `http://localhost:${apiPort}`;
  const readiness = `${apiUrl}/.backstage/health/v1/readiness`;
  const backend = closer.add(startBackend(workspace));
  const app = closer.add(startApp(workspace));
  await Promise.all([
    steps.run('backend ready', () =>
      waitUntilReady(readiness, { process: backend, signal }),
    ),
    steps.run('web app ready', () =>
      waitUntilReady(portalUrl, { process: app, signal }),
    ),
  ]);
  return {
    portalUrl,
    apiUrl,
    kubeconfig: ground.kubeconfig,
    parts: [
      watchedProcess(backend, readiness),
      watchedProcess(app, portalUrl),
      ...ground.parts,
    ],
  };
}

function writeConfig(
  { directory }: Workspace,
  facts: Omit<
    Parameters<typeof renderAppConfig>[0],
    'directory' | 'serviceToken'
  >,
): void {
  mkdirSync(path.join(directory, 'sqlite'), { recursive: true });
  const serviceToken = ensureServiceToken(directory);
  writeFileSync(
    path.join(directory, 'app-config.yaml'),
    renderAppConfig({ ...facts, directory, serviceToken }),
    { mode: 0o600 },
  );
}
