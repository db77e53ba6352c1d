import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyObjects,
  type DevCluster,
  type Postgres,
  startCluster,
  type StartClusterOptions,
  startPostgres,
} from '@orgmodels/dev-cluster';

/** For more Services than the 254 which a development cluster has room for. */
const ADDRESSES = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'bench' },
  spec: { cidrs: ['10.100.0.0/16'] },
};

/** What figures share: whether to hurry, and what has to be stopped. */
export class BenchContext {
  readonly #closers: (() => Promise<unknown>)[] = [];
  #kubernetesVersion: string | undefined;

  constructor(readonly options: { quick: boolean }) {}

  /** The first for a run that counts, the second to try things out. */
  choose<T>(full: T, quick: T): T {
    return this.options.quick ? quick : full;
  }

  log(line: string) {
    process.stderr.write(`    ${line}\n`);
  }

  get kubernetesVersion(): string | undefined {
    return this.#kubernetesVersion;
  }

  /** A directory that the system clears up. */
  makeDirectory(): Promise<string> {
    return mkdtemp(join(tmpdir(), 'organization-models-bench-'));
  }

  /** A cluster of the figure's own, without limits of its clients. */
  async startCluster(options: StartClusterOptions = {}): Promise<DevCluster> {
    const cluster = await startCluster({
      crds: ['aibrix'],
      disableQpsLimits: true,
      ...options,
    });
    this.closeAfter(() => cluster.stop());
    const { gitVersion } = JSON.parse(
      await cluster.kubectl(['get', '--raw', '/version']),
    );
    this.#kubernetesVersion = gitVersion;
    await applyObjects(cluster.clients(), [ADDRESSES]);
    return cluster;
  }

  async startPostgres(): Promise<Postgres> {
    const postgres = await startPostgres();
    this.closeAfter(() => postgres.stop());
    return postgres;
  }

  /** Ends something when the figure is done, whether it worked or not. */
  closeAfter(close: () => Promise<unknown>) {
    this.#closers.push(close);
  }

  /** Last opened, first closed. */
  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) {
      await close().catch(error => this.log(`not closed: ${error}`));
    }
  }
}
