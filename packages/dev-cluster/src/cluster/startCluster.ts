import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { connectClients } from '../clients';
import { crdSets } from '../crdSets';
import { addNodes } from '../nodes/addNodes';
import { nodeShapes } from '../nodes/nodeShapes';
import { installScenarios } from '../scenarios';
import { startStandIns } from '../standIns';
import { prepareAudit } from './audit';
import { ControlPlaneSettings } from './kwokctl/buildKwokctlConfig';
import { ClusterLayout, clusterLayout } from './layout/clusterLayout';
import {
  ensureClusterTemplate,
  restoreClusterTemplate,
} from './data/clusterTemplate';
import { killComponents } from './components/componentProcesses';
import { DevCluster, StartClusterOptions } from './DevCluster';
import { ControlPlane, ensureControlPlane } from './kwokctl/ensureControlPlane';
import { launchCluster, LaunchedCluster } from './launchCluster';
import { RunningCluster } from './RunningCluster';
import { waitUntilKwokServed } from './kwokctl/waitUntilKwokServed';
import { watchOwner } from '../processes/watchOwner';

/**
 * Starts a cluster: etcd, API server, controller manager and scheduler as they are in production, and kwok for the
 * kubelets. All listen on 127.0.0.1 only; many clusters run side by side.
 *
 * @remarks
 * Takes about 5 seconds, the first time on a machine minutes (the control plane is built) and for each new choice of
 * resource definitions 20 s more.
 *
 * @throws Error whose message says what is wrong and what to do
 */
export async function startCluster(
  options: StartClusterOptions = {},
): Promise<DevCluster> {
  const controlPlane = await ensureControlPlane(options);
  const layout = await prepareDirectory(options);
  const unwatch = watchOwner(layout.directory, {
    whenOwnerDies:
      options.whenOwnerDies ?? (options.directory ? 'stop' : 'delete'),
    signal: 'KILL',
  });
  try {
    const launched = await createOrReopen(layout, controlPlane, options);
    const { binaries } = controlPlane;
    const standIns =
      options.standIns && (await startStandIns(layout, options.standIns));
    return new RunningCluster({
      ...launched,
      layout,
      binaries,
      standIns: standIns || undefined,
      persistent: Boolean(options.directory),
      onStopped: unwatch,
    });
  } catch (error) {
    await killComponents(layout);
    if (!options.directory) await rm(layout.directory, { recursive: true });
    unwatch();
    throw error;
  }
}

async function prepareDirectory({
  directory,
  name = 'dev',
}: StartClusterOptions): Promise<ClusterLayout> {
  if (!directory) {
    const temporary = path.join(os.tmpdir(), 'dev-cluster-');
    return clusterLayout(await mkdtemp(temporary), name);
  }
  const absolute = path.resolve(directory);
  await mkdir(absolute, { recursive: true });
  return clusterLayout(absolute, name);
}

async function createOrReopen(
  layout: ClusterLayout,
  controlPlane: ControlPlane,
  options: StartClusterOptions,
): Promise<LaunchedCluster> {
  const { binaries } = controlPlane;
  const { onAddressed, signal } = options;
  const isNew = !existsSync(layout.complete);
  if (isNew) {
    await killComponents(layout);
    const { crds = crdSets } = options;
    const template = await ensureClusterTemplate(crds, {
      ...options,
      controlPlane,
    });
    await restoreClusterTemplate(template, layout, { binaries });
  }
  const settings = await controlPlaneSettings(layout, options);
  const launched = await launchCluster(layout, settings, {
    binaries,
    onAddressed,
    signal,
  });
  await playNodesAndPods(layout, options, isNew);
  await writeFile(layout.complete, JSON.stringify({ createdAt: new Date() }));
  return launched;
}

async function playNodesAndPods(
  layout: ClusterLayout,
  options: StartClusterOptions,
  isNew: boolean,
): Promise<void> {
  const { nodes = 'small', scenarios = {}, signal } = options;
  const shapes = typeof nodes === 'string' ? nodeShapes[nodes] : nodes;
  const clients = connectClients(layout.kubeconfig);
  await waitUntilKwokServed(clients, { signal });
  await Promise.all([
    isNew && addNodes(clients, shapes, { signal }),
    scenarios && installScenarios(layout, scenarios),
  ]);
  await clients.close();
}

async function controlPlaneSettings(
  { directory }: ClusterLayout,
  options: StartClusterOptions,
): Promise<ControlPlaneSettings> {
  return {
    disableQpsLimits: options.disableQpsLimits ?? false,
    admissionPlugins: options.admissionPlugins ?? [],
    ...(options.auditedUser && {
      audit: await prepareAudit(directory, { user: options.auditedUser }),
    }),
    disposable: !options.directory,
  };
}
