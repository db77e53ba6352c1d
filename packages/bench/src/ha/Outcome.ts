/**
 * What somebody does all along: reads a model; changes a label, which needs the
 * database alone; changes what runs, which the cluster is asked about; and sees
 * that change arrive in the cluster.
 */
export type Doing = 'read' | 'label' | 'change' | 'arrival';

/** One try of it, by `performance.now()` at its end. */
export type Outcome = {
  doing: Doing;
  at: number;
  /** `undefined`: it worked. Else the status, or why there was no answer. */
  failure?: string;
};

/** From the beginning of a fault until all went well again. */
export type Trouble = { fault: string; from: number; to: number };

/** What callers saw of a trouble. */
export type Seen = {
  /** The longest time in which it never worked, milliseconds. */
  gapMs: number;
  worked: number;
  /** How often it did not, by why. */
  failures: Record<string, number>;
};

/**
 * What callers saw who tried all along. The gap is between two tries that worked,
 * one of them within the trouble; what was still waited for at its end counts.
 */
export function seeTrouble(
  outcomes: Outcome[],
  { from, to }: Trouble,
  doing: Doing,
): Seen {
  const tries = outcomes.filter(outcome => outcome.doing === doing);
  const worked = tries
    .filter(({ failure }) => !failure)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const before = worked.filter(at => at < from).at(-1) ?? from;
  const within = worked.filter(at => at >= from && at <= to);
  const moments = [before, ...within, to];
  const gaps = moments.slice(1).map((at, index) => at - moments[index]);
  const failures: Record<string, number> = {};
  for (const { at, failure } of tries) {
    if (failure && at >= from && at <= to) {
      failures[failure] = (failures[failure] ?? 0) + 1;
    }
  }
  return { gapMs: Math.max(...gaps), worked: within.length, failures };
}
