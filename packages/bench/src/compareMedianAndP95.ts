import type { Measurement } from './Figure';
import { compareRounds, median, p95, summarize } from './statistics';

/**
 * Compares how long two sides took, by their median and by their slowest
 * twentieth: two lines of the table, since either may hide what the other tells.
 */
export function compareMedianAndP95(
  rounds: { ours: number[]; theirs: number[] }[],
  options: {
    variant: string;
    targets: { median: number; p95: number };
    reason?: string;
    /** What the sides are called in the details. */
    sides: { ours: string; theirs: string };
  },
): Measurement[] {
  const { variant, targets, reason, sides } = options;
  const details = {
    [sides.ours]: summarize(rounds.flatMap(({ ours }) => ours)),
    [sides.theirs]: summarize(rounds.flatMap(({ theirs }) => theirs)),
  };
  return Object.entries({ median, p95 }).map(([name, statistic]) => {
    const { value, interval } = compareRounds(rounds, statistic);
    return {
      variant: `${variant}, ${name}`,
      value,
      unit: '×',
      interval,
      reached: interval.high <= targets[name as keyof typeof targets],
      reason,
      details: name === 'p95' ? details : {},
    };
  });
}
