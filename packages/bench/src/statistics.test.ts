import { compareRounds, median, p95 } from './statistics';

/** Draws as if by dice, and the same each time. */
function draws() {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const rounds = (ratios: number[]) =>
  ratios.map(ratio => ({ ours: [ratio, ratio, ratio], theirs: [1, 1, 1] }));

describe('compareRounds', () => {
  it('is sure of what is the same in every round', () => {
    const { value, interval } = compareRounds(rounds([2, 2, 2]), median);
    expect({ value, ...interval }).toEqual({ value: 2, low: 2, high: 2 });
  });

  it('leaves together what slowed both sides of a round', () => {
    const slowed = [1, 5, 1, 9, 1, 3].map(slow => ({
      ours: [2 * slow],
      theirs: [slow],
    }));
    const sum = (samples: number[]) => samples.reduce((a, b) => a + b, 0);
    const { interval } = compareRounds(slowed, sum, draws());
    expect(interval).toEqual({ low: 2, high: 2 });
  });

  it('is less sure the more rounds differ', () => {
    const width = (ratios: number[]) => {
      const { interval } = compareRounds(rounds(ratios), p95, draws());
      return interval.high - interval.low;
    };
    expect(width([1, 1.1, 0.9, 1, 1.05, 0.95])).toBeLessThan(
      width([1, 3, 0.2, 1, 2.5, 0.4]),
    );
  });
});
