import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is the same in every run. */
export type Rng = {
  /** A whole number from 0 to below the given one. */
  upTo(bound: number): number;
  oneOf<T>(choices: readonly T[]): T;
};

export function seeded(seed: number): Rng {
  const generator = xoroshiro128plus(seed);
  const upTo = (bound: number) => uniformInt(generator, 0, bound - 1);
  return { upTo, oneOf: choices => choices[upTo(choices.length)] };
}
