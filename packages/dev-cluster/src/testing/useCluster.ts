import { DevCluster, StartClusterOptions } from '../cluster/DevCluster';
import { startCluster } from '../cluster/startCluster';
import { hasTestFailed } from './hasTestFailed';
import { createNamespace, TestCluster } from './TestCluster';

/** Time for a start on a busy machine, and for the template that the first start makes. */
const startTimeoutMs = 180_000;

/**
 * Gives all tests of a `describe` (or a file) one cluster: started before the first, deleted after the last. When a
 * test fails, the last warnings and errors of the components are printed.
 *
 * @returns the cluster, to be used inside of tests and hooks only
 *
 * @example
 * ```ts
 * const cluster = useCluster({ crds: ['aibrix'] });
 *
 * it('creates a pod', async () => {
 *   const namespace = await cluster.namespace();
 *   const { core } = cluster.clients();
 *   …
 * });
 * ```
 */
export function useCluster(options: StartClusterOptions = {}): TestCluster {
  let started: DevCluster | undefined;
  const namespaces: string[] = [];

  beforeAll(async () => {
    started = await startCluster(options);
  }, startTimeoutMs);

  afterEach(async () => {
    if (started && hasTestFailed()) await printLogs(started);
    for (const name of namespaces.splice(0)) {
      await required(started).clients().core.deleteNamespace({ name });
    }
  });

  afterAll(async () => {
    await started?.stop();
    started = undefined;
  });

  const namespace: TestCluster['namespace'] = async namespaceOptions => {
    const clients = required(started).clients();
    const name = await createNamespace(clients, namespaceOptions);
    namespaces.push(name);
    return name;
  };
  return new Proxy({ namespace } as TestCluster, {
    get: (own, key) => Reflect.get(own, key) ?? read(required(started), key),
  });
}

function read(cluster: DevCluster, key: string | symbol): unknown {
  const value = Reflect.get(cluster, key);
  return typeof value === 'function' ? value.bind(cluster) : value;
}

function required(cluster: DevCluster | undefined): DevCluster {
  if (cluster) return cluster;
  throw new Error('the cluster is there inside of tests and hooks only');
}

async function printLogs(cluster: DevCluster): Promise<void> {
  // eslint-disable-next-line no-console -- Jest shows it beside the test that failed
  console.error(await cluster.readLogs());
}
