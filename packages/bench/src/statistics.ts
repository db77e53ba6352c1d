import {
  max,
  median,
  min,
  quantile,
  sampleWithReplacement,
} from 'simple-statistics';

/** Samples, summed up; in the unit of the samples. */
export type Summary = {
  samples: number;
  median: number;
  p95: number;
  min: number;
  max: number;
};

export function summarize(samples: number[]): Summary {
  return {
    samples: samples.length,
    median: median(samples),
    p95: quantile(samples, 0.95),
    min: min(samples),
    max: max(samples),
  };
}

/** Where the true value lies, with a probability of 95 %. */
export type Interval = { low: number; high: number };

/** So often is a run played again with other rounds of the same. */
const RESAMPLES = 2_000;

/**
 * Compares samples that were taken side by side, round by round.
 *
 * @returns the ratio of the statistic over all samples, and its interval by a
 * paired bootstrap: what slowed both sides of a round stays together
 * @param random - from 0 to 1, for drawing rounds
 */
export function compareRounds(
  rounds: { ours: number[]; theirs: number[] }[],
  statistic: (samples: number[]) => number,
  random: () => number = Math.random,
): { value: number; interval: Interval } {
  const ratioOf = (some: typeof rounds) =>
    statistic(some.flatMap(({ ours }) => ours)) /
    statistic(some.flatMap(({ theirs }) => theirs));
  const ratios = Array.from({ length: RESAMPLES }, () =>
    ratioOf(sampleWithReplacement(rounds, rounds.length, random)),
  );
  return {
    value: ratioOf(rounds),
    interval: { low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) },
  };
}

export { median };

export function p95(samples: number[]): number {
  return quantile(samples, 0.95);
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
