import type { NodeFacts } from '../../facts/ClusterFacts';
import type { ReasonCode } from '../../reasons/catalogue';

const OF_NODES: [pattern: RegExp, code: ReasonCode][] = [
  [
    /node\.(?:alpha\.|cloudprovider\.)?kubernetes\.io\/(?:not-ready|unreachable|notReady|network-unavailable|uninitialized|out-of-service|shutdown)/,
    'NodesNotReady',
  ],
  [/node\.kubernetes\.io\/unschedulable/, 'NodesCordoned'],
  [/node\.kubernetes\.io\/\w+-pressure/, 'NodesUnderPressure'],
];

/**
 * Which kind of taint keeps pods away. Newer schedulers do not name it: where
 * every tainted node has only taints that Kubernetes itself sets, it is one of
 * these, and no toleration is to be added.
 */
export function nameTaint(words: string, nodes: NodeFacts[]): ReasonCode {
  const named = OF_NODES.find(([pattern]) => pattern.test(words));
  if (named) {
    return named[1];
  }
  if (/\{/.test(words)) {
    return 'UntoleratedTaint';
  }
  const keys = nodes.flatMap(hardTaintsOf);
  const kinds = keys.map(
    key => OF_NODES.find(([pattern]) => pattern.test(key))?.[1],
  );
  const own = kinds.filter(kind => kind !== undefined);
  return own.length > 0 && own.length === keys.length
    ? own[0]
    : 'UntoleratedTaint';
}

function hardTaintsOf({ taints, unschedulable }: NodeFacts): string[] {
  const keys = taints
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .map(({ key }) => key);
  const cordon = 'node.kubernetes.io/unschedulable';
  return unschedulable && !keys.includes(cordon) ? [...keys, cordon] : keys;
}
