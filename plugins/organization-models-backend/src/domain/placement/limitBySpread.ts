import type { NodeFacts } from '../facts/ClusterFacts';
import type { Replica, SpreadRule } from '../facts/Replica';
import {
  matchesNodeAffinity,
  matchesNodeSelector,
} from './matchesNodeSelector';

/** How many replicas a node could take if they did not mind each other. */
export type NodeCount = { node: NodeFacts; replicas: number };

/**
 * How many alike replicas fit when they keep apart, or keep even: by required
 * anti-affinity against each other, and by topology spread constraints that
 * say DoNotSchedule.
 *
 * @remarks Exact for the rules of one topology key at a time, the smallest
 * places first: of a model's pods each is like the other, so that only their
 * number in a place matters, and the order of binding does not. Source:
 * kube-scheduler's plugins InterPodAffinity and PodTopologySpread.
 */
export function limitBySpread(counts: NodeCount[], replica: Replica): number {
  const places = (replica.spread ?? [])
    .map(rule => ({ rule, names: placesOf(counts, rule) }))
    .sort((a, b) => b.names.size - a.names.size);
  const left = places.reduce(
    (limited, { rule }) => limit(limited, rule, replica),
    counts,
  );
  return left.reduce((sum, { replicas }) => sum + replicas, 0);
}

function placesOf(counts: NodeCount[], { topologyKey }: SpreadRule) {
  return new Set(counts.flatMap(({ node }) => node.labels[topologyKey] ?? []));
}

// what is over the limit of a place is taken from its nodes one by one
function limit(
  counts: NodeCount[],
  rule: SpreadRule,
  replica: Replica,
): NodeCount[] {
  const most = mostPerPlace(counts, rule, replica);
  const taken = new Map<string, number>();
  return counts.map(({ node, replicas }) => {
    const place = node.labels[rule.topologyKey];
    if (place === undefined) {
      // apart from nobody can be said of a node that is nowhere
      return { node, replicas: rule.kind === 'apart' ? replicas : 0 };
    }
    const before = taken.get(place) ?? 0;
    const kept = Math.min(replicas, Math.max(0, most - before));
    taken.set(place, before + kept);
    return { node, replicas: kept };
  });
}

function mostPerPlace(
  counts: NodeCount[],
  rule: SpreadRule,
  replica: Replica,
): number {
  if (rule.kind === 'apart') {
    return 1;
  }
  const sums = new Map<string, number>();
  for (const { node, replicas } of counts) {
    const place = node.labels[rule.topologyKey];
    if (place !== undefined && isEligible(node, rule, replica)) {
      sums.set(place, (sums.get(place) ?? 0) + replicas);
    }
  }
  const least =
    sums.size < (rule.minDomains ?? 1) ? 0 : Math.min(...sums.values());
  return least + rule.maxSkew;
}

// places where the pod could not go by its selector do not hold it up; those
// with taints do, unless it says otherwise
function isEligible(
  node: NodeFacts,
  rule: SpreadRule,
  { nodeSelector, affinity }: Replica,
): boolean {
  return (
    (rule.kind === 'even' && rule.ignoresSelector) ||
    (matchesNodeSelector(node.labels, nodeSelector) &&
      matchesNodeAffinity(node.labels, affinity))
  );
}
