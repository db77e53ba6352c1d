import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Amounts, NodeFacts } from '../../facts/ClusterFacts';
import { leastReplicas } from '../../facts/replicaCounts';
import { listGpus } from '../../gpus/listGpus';
import { matchesNodeSelector } from '../../placement/matchesNodeSelector';
import type { Asked } from './Fix';

/** Whole GPUs of one kind, as far as the model may have them. */
export type GpuOffer = {
  node: NodeFacts;
  resourceName: string;
  product?: string;
  memoryBytes?: number;
};

/** Nodes on which the model may run now. */
export function openNodes({ spec, nodes = [] }: Asked): NodeFacts[] {
  const selector = spec.deployment_config?.node_selector;
  return nodes.filter(
    ({ ready, unschedulable, labels }) =>
      ready && !unschedulable && matchesNodeSelector(labels, selector),
  );
}

/** Whole GPUs that several to a pod can be had of. */
export function gpuOffers(asked: Asked): GpuOffer[] {
  return openNodes(asked).flatMap(node =>
    listGpus(node, asked.gpus)
      .filter(({ kind, blockedBy }) => kind === 'whole' && !blockedBy)
      .map(({ resourceName, product, memoryBytes }) => ({
        node,
        resourceName,
        product,
        memoryBytes,
      })),
  );
}

/**
 * Whether all replicas find room on some nodes, with what their present pods
 * give back.
 */
export function hasRoom(
  nodes: NodeFacts[],
  wanted: { resourceName?: string; count?: number },
  asked: Asked,
): boolean {
  const { resolved, pods = [] } = asked;
  const need: Amounts = {
    cpu: parseQuantity(resolved.cpu) ?? 0,
    memory: parseQuantity(resolved.memory) ?? 0,
    pods: 1,
    ...(wanted.resourceName && {
      [wanted.resourceName]: wanted.count ?? 1,
    }),
  };
  const places = nodes.map(node => {
    const own = pods.filter(pod => pod.node === node.name);
    return Math.min(
      ...Object.entries(need)
        .filter(([, amount]) => amount > 0)
        .map(([resource, amount]) =>
          Math.floor(freeOf(node, resource, own) / amount),
        ),
    );
  });
  const sum = places.reduce((all, place) => all + Math.max(0, place), 0);
  return sum >= leastReplicas(resolved.scaling);
}

function freeOf(
  { allocatable, requested }: NodeFacts,
  resource: string,
  own: NonNullable<Asked['pods']>,
): number {
  const back = own.reduce(
    (sum, { requests }) =>
      sum + (resource === 'pods' ? 1 : requests[resource] ?? 0),
    0,
  );
  return (allocatable[resource] ?? 0) - (requested[resource] ?? 0) + back;
}
