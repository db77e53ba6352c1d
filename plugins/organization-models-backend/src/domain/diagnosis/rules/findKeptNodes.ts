import type { NodeFacts } from '../../facts/ClusterFacts';
import type { SchedulerWords } from './readSchedulerWords';

/** What keeps pods away from nodes before these are looked at closer. */
const KEEPING = ['UntoleratedTaint', 'NodesCordoned'];
/** A taint that GPU nodes have, as people name such. */
const OF_GPUS = /\{[^}]*(?:gpu|accelerator|nvidia|amd\.com|habana|gaudi)/i;

/**
 * The nodes that pods are kept from, where these are the right ones: others get
 * further only to fail for not having what is wanted at all.
 */
export function findKeptNodes(
  [furthest, ...others]: SchedulerWords[],
  nodes: NodeFacts[],
): { words: string; nodes: NodeFacts[] } | undefined {
  const keeping = others.filter(({ cause }) =>
    KEEPING.includes(cause?.code ?? ''),
  );
  const [{ words } = { words: '' }] = keeping;
  if (keeping.length === 0) {
    return undefined;
  }
  if (furthest.cause?.code === 'NodeSelectorMismatch') {
    const ofGpus = keeping.find(each => OF_GPUS.test(each.words));
    return ofGpus && { words: ofGpus.words, nodes };
  }
  const resource =
    furthest.cause?.code === 'InsufficientGpu' &&
    furthest.cause.pattern.exec(furthest.words)?.groups?.resource;
  const holders = nodes.filter(
    ({ allocatable }) => resource && allocatable[resource] > 0,
  );
  return holders.length > 0 && holders.every(node => isKept(node, words))
    ? { words, nodes: holders }
    : undefined;
}

// schedulers before 1.36 name the taint
function isKept({ taints, unschedulable }: NodeFacts, words: string): boolean {
  const hard = taints.filter(({ effect }) => effect !== 'PreferNoSchedule');
  return (
    unschedulable ||
    hard.some(({ key }) => !/\{/.test(words) || words.includes(`{${key}:`))
  );
}
