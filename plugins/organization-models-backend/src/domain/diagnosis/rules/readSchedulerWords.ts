import { NODE_CAUSES, type NodeCause } from './schedulingCauses';

export type SchedulerWords = {
  /** `undefined`: nobody has a name for it. */
  cause?: NodeCause;
  /** As the scheduler says it, without the number of nodes. */
  words: string;
};

/** What of several reasons of nodes is the one to act on. */
const UNKNOWN_STAGE = 100;

/**
 * The reasons of nodes, first that of the node that came furthest through the scheduler's filters
 * (taints, then affinity, then resources, then volumes …): nodes of the wrong
 * kind are always there, a right one that just fails is what matters. A reason
 * that nobody has a name for counts for more than one that is everyday.
 */
export function readSchedulerWords(text: string): SchedulerWords[] {
  return text
    .replace(
      /^.*?(?:\d+\/\d+ nodes are (?:un)?available|cannot be scheduled due to):\s*/,
      '',
    )
    .split(/,\s+(?=\d+ )|\.\s*$/)
    .flatMap(part => /^\d+ (.+)$/s.exec(part.trim())?.[1] ?? [])
    .map(toWords)
    .sort((a, b) => rank(b) - rank(a));
}

function toWords(words: string): SchedulerWords {
  return {
    words,
    cause: NODE_CAUSES.find(({ pattern }) => pattern.test(words)),
  };
}

// within a stage the table's order counts: a missing GPU before missing CPU
function rank({ cause }: SchedulerWords): number {
  return cause
    ? cause.stage + (1 - NODE_CAUSES.indexOf(cause) / NODE_CAUSES.length)
    : UNKNOWN_STAGE;
}
