import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureServiceToken } from '../config/ensureServiceToken';
import { DevelopmentConfig, renderAppConfig } from '../config/renderAppConfig';
import { readLocalModelsConfig } from '../config/readLocalModelsConfig';
import { Steps } from '../Steps';
import { Workspace } from '../Workspace';
import { Closer } from './Closer';
import { installRealEngine } from './installRealEngine';
import { requireReachableCluster } from './requireReachableCluster';
import { runTogether } from './runTogether';
import { clusterKubeconfig, startOwnCluster } from './startOwnCluster';
import { startServices } from './startServices';
import { startApp, startBackend } from './startWebProcesses';
import { waitUntilReady } from './waitUntilReady';
import { watchedCluster } from './watchedCluster';
import { WatchedPart, watchedProcess } from './watchHealth';

/** What a portal is started with. */
export interface PortalOptions {
  portalPort: number;
  apiPort: number;
  database: 'sqlite' | 'postgres';
  clusterSize: 'small' | 'large' | 'none';
  /** What answers in our own cluster. */
  engine: 'light' | 'vllm';
  /** A file with Nodes that our own cluster gets beside those of its size. */
  nodes?: string;
  /** A folder with models that the stand-in of the hub knows beside its own. */
  hubModels?: string;
  /** A folder with captured logs that our own cluster plays. */
  replays?: string;
  /** An existing cluster's kubeconfig file; without one our own cluster is started. */
  kubeconfig?: string;
  /** Lets a debugger attach to the backend. */
  inspect?: boolean;
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

/** How a portal is being started. */
export interface PortalStart extends PortalOptions {
  steps: Steps;
  signal: AbortSignal;
  closer: Closer;
}

/** Starts everything the portal consists of and waits until it answers. On failure nothing stays behind. */
export async function startPortal(
  workspace: Workspace,
  options: Omit<PortalStart, 'closer'>,
): Promise<Portal> {
  const closer = new Closer();
  try {
    const portal = await start(workspace, { ...options, closer });
    return { ...portal, stop: () => closer.close() };
  } catch (error) {
    await closer.close();
    throw error;
  }
}

async function start(
  workspace: Workspace,
  options: PortalStart,
): Promise<Omit<Portal, 'stop'>> {
  const { portalPort, apiPort, signal } = options;
  const kubeconfig =
    options.kubeconfig ?? clusterKubeconfig(workspace, options);
  if (options.kubeconfig) {
    await requireReachableCluster(kubeconfig);
  }
  const vllm =
    options.engine === 'vllm' ? await installRealEngine(options) : undefined;
  const services = await startServices(workspace, { ...options, vllm });
  writeConfig(workspace, { portalPort, apiPort, kubeconfig, ...services });

  // All at once: the backend needs no more of the cluster than its address to begin with.
  let onAddressed: () => void;
  const addressed = new Promise<void>(resolve => {
    onAddressed = resolve;
  });
  const [, app, backend] = await runTogether(signal, [
    async together => {
      if (!options.kubeconfig) {
        await startOwnCluster(workspace, {
          ...options,
          hubUrl: services.hubUrl,
          vllm,
          onAddressed,
          signal: together,
        });
      }
      onAddressed();
    },
    together => runApp(workspace, { ...options, signal: together }),
    async together => {
      await unlessAborted(addressed, together);
      return await runBackend(workspace, { ...options, signal: together });
    },
  ]);
  return {
    portalUrl: portalUrl(options),
    apiUrl: apiUrl(options),
    kubeconfig,
    parts: [app, backend, watchedCluster(kubeconfig)],
  };
}

/** Waits for the promise, but not for longer than until the signal aborts. */
async function unlessAborted(
  promise: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  await Promise.race([promise, once(signal, 'abort')]);
  signal.throwIfAborted();
}

async function runApp(
  workspace: Workspace,
  options: PortalStart,
): Promise<WatchedPart> {
  const { steps, closer, signal } = options;
  const url = portalUrl(options);
  const begin = () => closer.add(startApp(workspace));
  const process = begin();
  await steps.run('web app ready', () =>
    waitUntilReady(url, { process, signal }),
  );
  return watchedProcess(process, url, begin);
}

async function runBackend(
  workspace: Workspace,
  options: PortalStart,
): Promise<WatchedPart> {
  const { steps, closer, signal } = options;
  const url = `${apiUrl(options)}/.backstage/health/v1/readiness`;
  const begin = () => closer.add(startBackend(workspace, options));
  const process = begin();
  await steps.run('backend ready', () =>
    waitUntilReady(url, { process, signal }),
  );
  return watchedProcess(process, url, begin);
}

/** Where a browser finds the portal. */
export function portalUrl({
  portalPort,
}: Pick<PortalOptions, 'portalPort'>): string {
  return `http://localhost:${portalPort}`;
}

/** Where programs find the API. */
export function apiUrl({ apiPort }: Pick<PortalOptions, 'apiPort'>): string {
  return `http://localhost:${apiPort}`;
}

function writeConfig(
  workspace: Workspace,
  facts: Omit<DevelopmentConfig, 'directory' | 'serviceToken' | 'local'>,
): void {
  const { directory } = workspace;
  const local = readLocalModelsConfig(workspace);
  mkdirSync(path.join(directory, 'sqlite'), { recursive: true });
  const serviceToken = ensureServiceToken(directory);
  writeFileSync(
    path.join(directory, 'app-config.yaml'),
    renderAppConfig({ ...facts, directory, serviceToken, local }),
    { mode: 0o600 },
  );
}
