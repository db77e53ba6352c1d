import type { WeightsRepository } from '../../facts/WeightsPlan';

const ID = /^[\w][\w.-]*\/[\w.-]+$/;

/** @returns `undefined` for a path, a URL and a file of a repository */
export function toRepository(
  id: string | undefined,
  {
    revision,
    weights,
  }: { revision?: string; weights: WeightsRepository['weights'] },
): WeightsRepository | undefined {
  return id && ID.test(id)
    ? { id, ...(revision ? { revision } : {}), weights }
    : undefined;
}
