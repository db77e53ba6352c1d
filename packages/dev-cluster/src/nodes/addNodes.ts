import { ApiException, V1Node } from '@kubernetes/client-node';
import pLimit from 'p-limit';
import { ClusterClients } from '../clients';
import { waitFor } from '../testing/waitFor';
import { buildNodes } from './buildNodes';
import { NodeShape } from './NodeShape';

/** Adds nodes that are not there yet, and waits until pods can be scheduled on them (or not, as their shape says). */
export async function addNodes(
  clients: ClusterClients,
  shapes: readonly NodeShape[],
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const now = new Date();
  const nodes = shapes.flatMap(shape => buildNodes(shape, { now }));
  const limit = pLimit(20);
  await Promise.all(
    nodes.map(node => limit(() => createUnlessThere(clients, node))),
  );
  const notReady = shapes.filter(({ state }) => state === 'not-ready');
  await waitFor(
    `${nodes.length} nodes to settle`,
    () => allSettled(clients, { nodes, notReady }),
    { ...options, timeoutMs: 60_000 + nodes.length * 100, intervalMs: 100 },
  );
}

async function createUnlessThere(clients: ClusterClients, node: V1Node) {
  try {
    await clients.core.createNode({ body: node });
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
}

/** New nodes carry a taint until the node lifecycle controller has seen them ready. */
async function allSettled(
  clients: ClusterClients,
  options: { nodes: V1Node[]; notReady: NodeShape[] },
): Promise<boolean> {
  const { items } = await clients.core.listNode();
  const found = new Map(items.map(node => [node.metadata?.name, node]));
  return options.nodes.every(({ metadata, status }) => {
    const wanted = status?.conditions ? 'not ready' : 'ready';
    return settledState(found.get(metadata?.name)) === wanted;
  });
}

function settledState(node?: V1Node): 'ready' | 'not ready' | 'in between' {
  const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready');
  const taints = node?.spec?.taints?.filter(
    ({ key }) => key === 'node.kubernetes.io/not-ready',
  );
  if (ready?.status === 'True' && taints?.length === 0) return 'ready';
  if (ready?.status === 'True' && !node?.spec?.taints) return 'ready';
  if (ready?.status === 'False' && taints?.length === 2) return 'not ready';
  return 'in between';
}
