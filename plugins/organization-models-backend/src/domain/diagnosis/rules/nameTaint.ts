import type { NodeFacts } from '../../facts/ClusterFacts';
import type { ReasonCode } from '../../reasons/catalogue';

const OF_NODES: [pattern: RegExp, code: ReasonCode][] = [
  [
    /agent-not-ready|karpenter\.sh\/unregistered|(?:startup|status|ignore)-taint\.cluster-autoscaler|node\.(?:alpha\.|cloudprovider\.)?kubernetes\.io\/(?:not-ready|unreachable|notReady|network-unavailable|uninitialized|out-of-service|shutdown)/,
    'NodesNotReady',
  ],
  [
    /node\.kubernetes\.io\/unschedulable|ToBeDeletedByClusterAutoscaler|karpenter\.sh\/disrupt|gke-quick-remove|impending-node-termination|aws-node-termination-handler\/|remediator\.kubernetes\.azure\.com/,
    'NodesCordoned',
  ],
  [/node\.kubernetes\.io\/\w+-pressure/, 'NodesUnderPressure'],
];

/**
 * Which kind of taint keeps pods away. Newer schedulers do not name it: where
 * every tainted node has only taints that Kubernetes itself sets, it is one of
 * these, and no toleration is to be added.
 */
export function nameTaint(
  words: string,
  nodes: NodeFacts[],
): { code: ReasonCode; message?: string } {
  const code = codeOf(words, nodes);
  const names = code === 'UntoleratedTaint' ? namesOf(words, nodes) : [];
  return names.length > 0
    ? {
        code,
        message: `All nodes that would suit are kept free by taints: ${names.join(
          ', ',
        )}.`,
      }
    : { code };
}

function codeOf(words: string, nodes: NodeFacts[]): ReasonCode {
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

const MOST_NAMES = 3;

// as the scheduler names them, else those of the nodes
function namesOf(words: string, nodes: NodeFacts[]): string[] {
  const said = [...words.matchAll(/\{([^:}]+)(?:: ?([^}]*))?\}/g)].map(
    ([, key, value]) => toName(key, value),
  );
  const seen = nodes
    .flatMap(({ taints }) => taints)
    .filter(
      ({ key, effect }) =>
        effect !== 'PreferNoSchedule' && !key.includes('kubernetes.io/'),
    )
    .map(({ key, value }) => toName(key, value));
  return [...new Set(said.length > 0 ? said : seen)].slice(0, MOST_NAMES);
}

function toName(key: string, value: string | undefined): string {
  return value ? `${key}=${value}` : key;
}

function hardTaintsOf({ taints, unschedulable }: NodeFacts): string[] {
  const keys = taints
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .map(({ key }) => key);
  const cordon = 'node.kubernetes.io/unschedulable';
  return unschedulable && !keys.includes(cordon) ? [...keys, cordon] : keys;
}
