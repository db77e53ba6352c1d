import type {
  ClusterFacts,
  DeviceClassFacts,
  NamespaceFacts,
  NodeFacts,
  StorageClassFacts,
} from '../../domain/facts/ClusterFacts';
import { mergeAlike } from '../../domain/placement/mergeAlike';
import type { Replica } from '../../domain/facts/Replica';
import type { BareNode } from './reading/toNodeFacts';
import type { NodeSums, NodeUse } from './NodeUse';
import {
  type OperatorDeployment,
  toOperatorFacts,
} from './reading/toOperatorFacts';
import type { Quota } from './reading/toQuota';

/** What {@link ClusterFacts} are made of, as it was watched. */
export type WatchedCluster = Pick<
  ClusterFacts,
  'kubernetesVersion' | 'customResources'
> & {
  nodes: Iterable<BareNode>;
  nodeUse: NodeUse;
  unboundPods: Iterable<Replica>;
  operators: Iterable<OperatorDeployment>;
  storageClasses: Iterable<StorageClassFacts>;
  deviceClasses: Iterable<DeviceClassFacts>;
  quotas: Iterable<Quota>;
  /** `status.state` of each ClusterPolicy. */
  policyStates: Iterable<string>;
};

/** Puts together what all who ask about a cluster are told. */
export function composeFacts(cluster: WatchedCluster): ClusterFacts {
  return {
    kubernetesVersion: cluster.kubernetesVersion,
    nodes: composeNodes(cluster),
    customResources: cluster.customResources,
    operators: toOperatorFacts([...cluster.operators]),
    storageClasses: [...cluster.storageClasses],
    deviceClasses: [...cluster.deviceClasses],
    clusterPolicyState: [...cluster.policyStates].find(
      state => state !== 'ignored',
    ),
    pending: mergeAlike(
      [...cluster.unboundPods].map(replica => ({ replica, count: 1 })),
    ),
    namespaces: composeNamespaces(cluster.quotas),
  };
}

function composeNodes({ nodes, nodeUse }: WatchedCluster): NodeFacts[] {
  return [...nodes]
    .map(node => composeNode(node, nodeUse.of(node.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const COMPOSED = new WeakMap<BareNode, { use: NodeSums; node: NodeFacts }>();

// A node of which nothing changed stays the same object: what was found out
// about it holds on
function composeNode(bare: BareNode, use: NodeSums): NodeFacts {
  const known = COMPOSED.get(bare);
  if (known?.use === use) {
    return known.node;
  }
  const node = { ...bare, ...use };
  COMPOSED.set(bare, { use, node });
  return node;
}

function composeNamespaces(quotas: Iterable<Quota>): NamespaceFacts[] {
  const byName = new Map<string, NamespaceFacts>();
  for (const { namespace, ...quota } of quotas) {
    const facts = byName.get(namespace) ?? { name: namespace, quotas: [] };
    facts.quotas.push(quota);
    byName.set(namespace, facts);
  }
  return [...byName.values()];
}
