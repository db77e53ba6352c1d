import type {
  Amounts,
  NodeFacts,
  Taint,
} from '../../../domain/facts/ClusterFacts';
import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { RawObject } from '../../connection/RawObject';

/** A node without what runs on it: `requested` is summed up from the pods. */
export type BareNode = Omit<NodeFacts, 'requested'>;

export function toNodeFacts(node: RawObject): BareNode {
  const conditions: { type: string; status: string }[] =
    node.status?.conditions ?? [];
  return {
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    taints: (node.spec?.taints ?? []).map(toTaint),
    unschedulable: node.spec?.unschedulable === true,
    ready: conditions.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
    allocatable: toAmounts(node.status?.allocatable),
  };
}

function toTaint({ key, value, effect }: Taint): Taint {
  return { key, effect, ...(value ? { value } : {}) };
}

/** Quantities by resource name, in base units; what is no quantity is left out. */
export function toAmounts(quantities: Record<string, string> = {}): Amounts {
  const amounts: Amounts = {};
  for (const [resource, quantity] of Object.entries(quantities)) {
    const amount = parseQuantity(String(quantity));
    if (amount !== undefined) {
      amounts[resource] = amount;
    }
  }
  return amounts;
}
