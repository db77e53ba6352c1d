import type { V1Node, V1Pod } from '@kubernetes/client-node';
import {
  type ClusterClients,
  type DevCluster,
  waitFor,
} from '@orgmodels/dev-cluster';
import pLimit from 'p-limit';
import { ClusterMemory } from '../cluster/observe/ClusterMemory';
import type { RawObject } from '../cluster/connection/RawObject';
import type { NodeFacts } from '../domain/facts/ClusterFacts';
import {
  type buildFitCase,
  INJECTED,
} from '../domain/placement/__testUtils__/buildFitCase';
import { sidecarPolicy } from './sidecarPolicy';

const PARALLEL = 32;

/** Answered from the API server's memory: good enough to wait by. */
const CACHED = { resourceVersion: '0' };

/** Where the cases of one run live. */
export type Playground = { namespace: string; clients: ClusterClients };

/** Creates nodes and waits until their taints are what they stay. */
export async function createNodes({ clients }: Playground, nodes: V1Node[]) {
  await inParallel(nodes, body => clients.core.createNode({ body }));
  await waitFor(
    `${nodes.length} nodes to be ready`,
    async () => {
      const { items } = await clients.core.listNode(CACHED);
      return items.length === nodes.length && items.every(isSettled);
    },
    { timeoutMs: 240_000, intervalMs: 1_000 },
  );
}

// new nodes have a taint until the node controller has seen them ready, and a
// cordon becomes one
function isSettled({ spec, status }: V1Node): boolean {
  const taints = (spec?.taints ?? []).map(({ key }) => key);
  return (
    Boolean(
      status?.conditions?.some(
        condition => condition.type === 'Ready' && condition.status === 'True',
      ),
    ) &&
    !taints.includes('node.kubernetes.io/not-ready') &&
    taints.includes('node.kubernetes.io/unschedulable') ===
      Boolean(spec?.unschedulable)
  );
}

type Running = ReturnType<typeof buildFitCase>['running'][number];

/** Creates pods which are bound already, some of which end. */
export async function createRunning(
  playground: Playground,
  running: Running[],
) {
  await createPods(
    playground,
    running.map(({ pod }) => pod),
  );
  const { clients, namespace } = playground;
  await inParallel(running, async ({ pod, state }) => {
    const name = pod.metadata!.name!;
    if (state === 'terminating') {
      await clients.core.deleteNamespacedPod({ name, namespace });
    } else if (state !== 'running') {
      const phase = state === 'succeeded' ? 'Succeeded' : 'Failed';
      await clients.core.replaceNamespacedPodStatus({
        name,
        namespace,
        body: { metadata: { name }, status: { phase } },
      });
    }
  });
}

type Volume = NonNullable<ReturnType<typeof buildFitCase>['volume']>;

/** Creates volumes and their claims, and waits until these are bound. */
export async function createVolumes(
  { clients, namespace }: Playground,
  volumes: Volume[],
) {
  await inParallel(volumes, async ({ volume, claim }) => {
    await clients.core.createPersistentVolume({ body: volume });
    await clients.core.createNamespacedPersistentVolumeClaim({
      namespace,
      body: claim,
    });
  });
  await waitFor(
    `${volumes.length} claims to be bound`,
    async () => {
      const { items } = await clients.core.listNamespacedPersistentVolumeClaim({
        ...CACHED,
        namespace,
      });
      const bound = items.filter(({ status }) => status?.phase === 'Bound');
      return bound.length === volumes.length;
    },
    { timeoutMs: 240_000, intervalMs: 1_000 },
  );
}

export async function createPods(
  { clients, namespace }: Playground,
  pods: V1Pod[],
) {
  await inParallel(pods, body =>
    clients.core.createNamespacedPod({ namespace, body }),
  );
}

/** Makes the cluster add to pods what they say that it is to. */
export async function injectSidecars(
  playground: Playground,
  cluster: Pick<DevCluster, 'kubectl'>,
) {
  const said = (key: string) => `object.metadata.annotations["${key}"]`;
  const policy = sidecarPolicy({
    matches: `"${INJECTED.cpu}" in object.metadata.?annotations.orValue({})`,
    cpu: said(INJECTED.cpu),
    memory: said(INJECTED.memory),
  });
  await cluster.kubectl(['apply', '-f', '-'], {
    input: JSON.stringify(policy),
  });
  const annotations = { [INJECTED.cpu]: '1', [INJECTED.memory]: '1Gi' };
  const pod = {
    metadata: { name: 'tried', annotations },
    spec: { containers: [{ name: 'none', image: 'none' }] },
  };
  await waitFor('pods to be added to', async () => {
    const [{ spec }] = await admitPods(playground, [pod]);
    return spec?.initContainers?.length === 1;
  });
}

/** What the API server would make of pods. */
export async function admitPods(
  { clients, namespace }: Playground,
  pods: V1Pod[],
): Promise<V1Pod[]> {
  const limit = pLimit(PARALLEL);
  return Promise.all(
    pods.map(body =>
      limit(() =>
        clients.core.createNamespacedPod({ namespace, body, dryRun: 'All' }),
      ),
    ),
  );
}

/** What the watches would have stored. */
export async function readFacts({ clients }: Playground): Promise<NodeFacts[]> {
  const memory = new ClusterMemory({ installationId: '', onTouched() {} });
  const nodes = memory.nodes.listener();
  const pods = memory.nodeUse.pods.listener();
  const [nodeList, podList] = await Promise.all([
    clients.core.listNode(),
    clients.core.listPodForAllNamespaces(),
  ]);
  nodeList.items.forEach(node => nodes.present(toRaw(node)));
  podList.items.forEach(pod => pods.present(toRaw(pod)));
  return memory.facts().nodes;
}

// as the watches see it: plain JSON
function toRaw(object: V1Node | V1Pod): RawObject {
  return JSON.parse(JSON.stringify(object));
}

/** How many replicas of each case the scheduler has placed, once it is done. */
export async function readPlaced(
  { clients, namespace }: Playground,
  options: { replicas: number },
): Promise<Map<string, number>> {
  const list = () =>
    clients.core.listNamespacedPod({
      ...CACHED,
      namespace,
      labelSelector: 'fit-case',
    });
  const { items } = await waitFor(
    'the scheduler to decide on every replica',
    async () => {
      const pods = await list();
      return (
        pods.items.length === options.replicas &&
        pods.items.every(isDecided) &&
        pods
      );
    },
    { timeoutMs: 240_000, intervalMs: 1_000 },
  );
  const placed = new Map<string, number>();
  for (const { metadata, spec } of items) {
    const id = metadata!.labels!['fit-case'];
    placed.set(id, (placed.get(id) ?? 0) + (spec?.nodeName ? 1 : 0));
  }
  return placed;
}

function isDecided({ spec, status }: V1Pod): boolean {
  return (
    Boolean(spec?.nodeName) ||
    Boolean(
      status?.conditions?.some(
        ({ type, status: value, reason }) =>
          type === 'PodScheduled' &&
          value === 'False' &&
          reason === 'Unschedulable',
      ),
    )
  );
}

async function inParallel<T>(items: T[], act: (item: T) => Promise<unknown>) {
  const limit = pLimit(PARALLEL);
  await Promise.all(items.map(item => limit(() => act(item))));
}
