import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { bringUp } from './components/bringUp';
import {
  buildKwokctlConfig,
  ControlPlaneSettings,
} from './kwokctl/buildKwokctlConfig';
import { ClusterLayout } from './layout/clusterLayout';
import { choosePorts, ClusterPorts } from './layout/clusterPorts';
import { killComponents } from './components/componentProcesses';
import { clusterComponents } from './layout/components';
import { readComponentLogs } from './components/readComponentLogs';
import { runKwokctl } from './kwokctl/runKwokctl';
import { writeKubeconfig } from './layout/writeKubeconfig';

/** A control plane that runs and is healthy. */
export interface LaunchedCluster {
  ports: ClusterPorts;
  /** The API server's URL. */
  server: string;
}

/** How a control plane is started. */
export interface LaunchOptions {
  binaries: string;
  /** Told as soon as the kubeconfig is written, seconds before the API server answers at its address. */
  onAddressed?(): void;
  signal?: AbortSignal;
}

/**
 * Starts the processes of a cluster over the data in `etcd` and `pki`, or over none: kwokctl makes what is missing.
 *
 * @throws Error with what the components logged last
 */
export async function launchCluster(
  layout: ClusterLayout,
  settings: ControlPlaneSettings,
  options: LaunchOptions,
): Promise<LaunchedCluster> {
  await killComponents(layout);
  const preferred = await readPorts(layout);
  await removeDerivedFiles(layout);
  const ports = await choosePorts(preferred);
  await writeFile(portsFile(layout), JSON.stringify(ports));
  try {
    return await launch(layout, settings, { ...options, ports });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error(
      `the control plane did not start: ${
        (error as Error).message
      }\n${await readComponentLogs(layout)}`,
      { cause: error },
    );
  }
}

/**
 * Controllers answer that they are healthy while they still wait for the API server, and exit when that takes 10 s: on
 * a busy machine they would be gone right after they were seen well.
 */
const controllersPatienceMs = 6_000;

const controllers = clusterComponents.filter(
  component => !['etcd', 'kube-apiserver'].includes(component),
);

async function launch(
  layout: ClusterLayout,
  settings: ControlPlaneSettings,
  options: LaunchOptions & { ports: ClusterPorts },
): Promise<LaunchedCluster> {
  const { ports } = options;
  const config = buildKwokctlConfig(settings, options);
  await writeFile(layout.kwokctlConfig, stringify(config));
  const create = ['--config', layout.kwokctlConfig, 'create', 'cluster'];
  // Without an empty one kwokctl adds itself to the user's own kubeconfig.
  await runKwokctl(layout, [...create, '--kubeconfig', ''], options);
  const server = `https://127.0.0.1:${ports['kube-apiserver']}`;
  const { name, pki } = layout;
  await writeKubeconfig(layout.kubeconfig, { name, server, pki });
  options.onAddressed?.();
  const begin = Date.now();
  const health = { ...options, layout, timeoutMs: 60_000 };
  await bringUp('etcd', health);
  await bringUp('kube-apiserver', health);
  if (Date.now() - begin > controllersPatienceMs) {
    await killComponents(layout, controllers);
  }
  await Promise.all(controllers.map(component => bringUp(component, health)));
  return { ports, server };
}

/** All but the cluster's data; kwokctl would otherwise go on with a configuration of another day. */
async function removeDerivedFiles(layout: ClusterLayout): Promise<void> {
  await mkdir(layout.workDirectory, { recursive: true });
  const kept = [layout.etcd, layout.pki].map(file => path.basename(file));
  for (const name of await readdir(layout.workDirectory)) {
    if (kept.includes(name)) continue;
    await rm(path.join(layout.workDirectory, name), { recursive: true });
  }
}

/** The ports of the last time, so that kubeconfigs handed out stay good where that is possible. */
async function readPorts(
  layout: ClusterLayout,
): Promise<Partial<ClusterPorts>> {
  try {
    return JSON.parse(await readFile(portsFile(layout), 'utf8'));
  } catch {
    return {}; // a first start, or half-written by a killed one: any ports will do
  }
}

function portsFile(layout: ClusterLayout): string {
  return path.join(layout.directory, 'ports.json');
}
