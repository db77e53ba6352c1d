import { estimateVram, type VramOptions } from './estimateVram';
import type { ModelFacts } from './computeWeightBytes';
import type { Certainty } from './ModelArchitecture';

/**
 * What the GPUs have to give.
 *
 * @public
 */
export type GpuBudget = Omit<VramOptions, 'contextTokens'> & {
  /** Memory of the smallest of the GPUs, as its driver reports it. */
  gpuMemoryBytes: number;
  /** `--gpu-memory-utilization`, from 0 to 1. */
  utilization: number;
};

const STEP = 16;
const LONGEST = 2 ** 24;

/**
 * The longest context with which a model fits its GPUs, in tokens, up to the
 * model's own maximum.
 *
 * @returns 0 tokens where not even the weights fit; `undefined` when the
 * architecture is not known
 * @public
 */
export function findLargestContext(
  facts: ModelFacts,
  budget: GpuBudget,
): { tokens: number; certainty: Certainty } | undefined {
  if (!facts.architecture) {
    return undefined;
  }
  const limit = facts.architecture.maxContext ?? LONGEST;
  const needOf = (contextTokens: number) =>
    estimateVram(facts, { ...budget, contextTokens })!.perGpu;
  const available = budget.gpuMemoryBytes * budget.utilization;
  const fits = (tokens: number) => needOf(tokens).bytes <= available;
  const { certainty } = needOf(STEP);
  if (fits(limit)) {
    return { tokens: limit, certainty };
  }
  let [low, high] = [0, Math.ceil(limit / STEP)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    [low, high] = fits(middle * STEP) ? [middle, high] : [low, middle];
  }
  return { tokens: low * STEP, certainty };
}
