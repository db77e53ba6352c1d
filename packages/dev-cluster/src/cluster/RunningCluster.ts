import { rm } from 'node:fs/promises';
import path from 'node:path';
import execa from 'execa';
import { ClusterClients, connectClients } from '../clients';
import { addNodes } from '../nodes/addNodes';
import { NodeShape } from '../nodes/NodeShape';
import { ClusterFaults, createClusterFaults } from './trouble/clusterFaults';
import { ClusterLayout } from './layout/clusterLayout';
import { ClusterPorts } from './layout/clusterPorts';
import { killComponents } from './components/componentProcesses';
import { ClusterSnapshots, DevCluster } from './DevCluster';
import { compactEtcd } from './data/etcdData';
import { FaultProxy, openFaultProxy } from './trouble/openFaultProxy';
import { openRelay, Relay } from './trouble/openRelay';
import {
  copyComponentLogs,
  readComponentLogs,
} from './components/readComponentLogs';
import { createClusterSnapshots } from './data/clusterSnapshots';
import { withoutProxies } from './kwokctl/withoutProxies';
import { writeKubeconfig } from './layout/writeKubeconfig';

/** What a running cluster is made of. */
export interface RunningClusterParts {
  layout: ClusterLayout;
  ports: ClusterPorts;
  server: string;
  binaries: string;
  /** Whether its data outlives it unless said otherwise. */
  persistent: boolean;
  standIns?: { stop(): Promise<void> };
  onStopped(): void;
}

/** The {@link DevCluster} that kwokctl runs. */
export class RunningCluster implements DevCluster {
  readonly name: string;
  readonly kubeconfig: string;
  readonly server: string;
  readonly directory: string;
  readonly faults: ClusterFaults;
  readonly snapshot: ClusterSnapshots;
  readonly #parts: RunningClusterParts;
  /** Ways to the API server that are open: relays and proxies. */
  readonly #ways: { stop(): Promise<void> }[] = [];
  #clients?: ClusterClients;

  constructor(parts: RunningClusterParts) {
    this.#parts = parts;
    this.name = parts.layout.name;
    this.kubeconfig = parts.layout.kubeconfig;
    this.server = parts.server;
    this.directory = parts.layout.directory;
    this.faults = createClusterFaults(parts.layout, parts);
    this.snapshot = createClusterSnapshots(parts.layout, {
      ...parts,
      faults: this.faults,
    });
  }

  clients(): ClusterClients {
    this.#clients ??= connectClients(this.kubeconfig);
    return this.#clients;
  }

  addNodes(shapes: readonly NodeShape[]): Promise<void> {
    return addNodes(this.clients(), shapes);
  }

  async kubectl(
    args: readonly string[],
    options: { input?: string } = {},
  ): Promise<string> {
    const { stdout } = await execa(
      path.join(this.#parts.binaries, 'kubectl'),
      ['--kubeconfig', this.kubeconfig, ...args],
      { ...options, env: withoutProxies(process.env), extendEnv: false },
    );
    return stdout;
  }

  async compactEtcd(): Promise<void> {
    await compactEtcd(this.#parts);
    // Its watch cache would go on answering from what it has seen.
    await this.faults.stop('kube-apiserver');
    await this.faults.start('kube-apiserver');
  }

  async openRelay(): Promise<Relay & { kubeconfig: string }> {
    const port = this.#parts.ports['kube-apiserver'];
    const relay = await openRelay({ port });
    return { ...relay, kubeconfig: await this.#addWay(relay) };
  }

  async openFaultProxy(): Promise<FaultProxy & { kubeconfig: string }> {
    const port = this.#parts.ports['kube-apiserver'];
    const { pki } = this.#parts.layout;
    const proxy = await openFaultProxy({ port, pki });
    return { ...proxy, kubeconfig: await this.#addWay(proxy) };
  }

  /** @returns the path of a kubeconfig that leads there */
  async #addWay(way: { server: string; stop(): Promise<void> }) {
    this.#ways.push(way);
    const file = `kubeconfig-way-${this.#ways.length}`;
    const kubeconfig = path.join(this.directory, file);
    await writeKubeconfig(kubeconfig, {
      name: this.name,
      server: way.server,
      pki: this.#parts.layout.pki,
    });
    return kubeconfig;
  }

  readLogs(options?: { lines?: number }): Promise<string> {
    return readComponentLogs(this.#parts.layout, options);
  }

  copyLogs(directory: string): Promise<void> {
    return copyComponentLogs(this.#parts.layout, directory);
  }

  async stop(options: { keepData?: boolean } = {}): Promise<void> {
    const { keepData = this.#parts.persistent } = options;
    await this.#parts.standIns?.stop();
    for (const way of this.#ways.splice(0)) await way.stop();
    await this.#clients?.close();
    await killComponents(this.#parts.layout);
    if (!keepData) await rm(this.directory, { recursive: true, force: true });
    this.#parts.onStopped();
  }
}
