import type { NodeFacts } from '../../facts/ClusterFacts';
import type { KeepsAway, Replica, ReplicaIdentity } from '../../facts/Replica';
import { selects } from '../selects';

/**
 * From which places pods that run keep a replica away: nodes, zones, whatever
 * their required anti-affinity names. Those of the same model are left out,
 * since they go when it comes.
 */
export function findKeptFrom(
  nodes: NodeFacts[],
  identity: ReplicaIdentity,
): Replica['keptFrom'] {
  const places = new Map<string, Set<string>>();
  for (const { labels, keepsAway = [] } of nodes) {
    for (const rule of keepsAway) {
      const place = labels[rule.topologyKey];
      if (place !== undefined && isMeant(rule, identity)) {
        const known = places.get(rule.topologyKey) ?? new Set();
        places.set(rule.topologyKey, known.add(place));
      }
    }
  }
  return places.size === 0
    ? undefined
    : [...places].map(([topologyKey, set]) => ({
        topologyKey,
        places: [...set],
      }));
}

function isMeant(
  { modelId, namespaces, selector }: KeepsAway,
  { labels, namespace, modelId: own }: ReplicaIdentity,
): boolean {
  return (
    (modelId === undefined || modelId !== own) &&
    (namespaces === undefined || namespaces.includes(namespace)) &&
    selects(selector, labels)
  );
}
