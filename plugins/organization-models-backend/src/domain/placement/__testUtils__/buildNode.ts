import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Amounts, NodeFacts } from '../../facts/ClusterFacts';

type Quantities = Record<string, string | number>;

export type NodeOptions = Partial<
  Omit<NodeFacts, 'allocatable' | 'requested'>
> & {
  allocatable?: Quantities;
  requested?: Quantities;
};

/** A sound node with 64 cores, 512Gi and room for 110 pods, unless told. */
export function buildNode(name: string, options: NodeOptions = {}): NodeFacts {
  const { allocatable, requested, ...rest } = options;
  return {
    name,
    labels: {},
    taints: [],
    unschedulable: false,
    ready: true,
    ...rest,
    allocatable: toAmounts({
      cpu: 64,
      memory: '512Gi',
      pods: 110,
      ...allocatable,
    }),
    requested: toAmounts(requested ?? {}),
  };
}

export function toAmounts(quantities: Quantities): Amounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, quantity]) => [
      resource,
      parseQuantity(String(quantity))!,
    ]),
  );
}
