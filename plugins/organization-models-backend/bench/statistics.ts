import { max, median, min, quantile } from 'simple-statistics';

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

/**
 * Compares samples that were taken side by side, round by round.
 *
 * @returns the ratio of the statistic over all samples, and between which
 * values it moved from round to round
 */
export function compareRounds(
  rounds: { ours: number[]; theirs: number[] }[],
  statistic: (samples: number[]) => number,
): { value: number; spread: { min: number; max: number } } {
  const ratios = rounds.map(
    ({ ours, theirs }) => statistic(ours) / statistic(theirs),
  );
  return {
    value:
      statistic(rounds.flatMap(({ ours }) => ours)) /
      statistic(rounds.flatMap(({ theirs }) => theirs)),
    spread: { min: min(ratios), max: max(ratios) },
  };
}

export function p95(samples: number[]): number {
  return quantile(samples, 0.95);
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
