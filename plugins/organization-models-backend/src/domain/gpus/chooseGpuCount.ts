import {
  estimateVram,
  isValidTensorParallelSize,
  type ModelFacts,
  type VramEstimate,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { estimateNeed, findContext } from './estimateNeed';
import { splitModel } from '../facts/CommandReading';
import type { GpuDemand } from './gpuDemand';
import type { GpuFacts } from './listGpus';
import type { GpuPool } from './selectGpus';

/** How many GPUs a replica gets, and which can hold their part of it. */
export type GpuCount = {
  count: number;
  pool: GpuPool;
  /**
   * `known`: these hold the model; `shorter`: they do with a shorter context;
   * `too large`: none do; `unknown`: nobody can tell.
   */
  fit: 'known' | 'shorter' | 'too large' | 'unknown';
  /** GPUs of the pool which hold their part; all of them when unknown. */
  gpus: GpuFacts[];
  need?: VramEstimate;
  /** The longest context that fits them, in tokens; for `shorter`. */
  largestContext?: number;
};

export type CountOptions = {
  demand: GpuDemand;
  facts?: ModelFacts;
  /** Part of a GPU's memory which the engine takes. */
  utilization: number;
};

/** A context with which most uses of a model are served. */
const USEFUL_CONTEXT = 8192;

/**
 * The fewest GPUs for which the model is known to fit, whole ones before
 * slices; else the fewest with which it fits with a shorter context; else as
 * many as there can be. Of what is not known: the lower end.
 *
 * @returns `undefined` when no pool has so many GPUs to offer to one pod
 */
export function chooseGpuCount(
  pools: GpuPool[],
  options: CountOptions,
): GpuCount | undefined {
  const { demand } = options;
  const counts = listCounts(pools, options);
  const unshared = pools.filter(({ kind }) => kind !== 'shared');
  for (const candidates of [unshared, pools]) {
    const found =
      findFirst(candidates, counts, { ...options, fit: 'known' }) ??
      findFirst(candidates, counts, { ...options, fit: 'shorter' });
    if (found) {
      return found;
    }
  }
  return fallBack(pools, { ...options, last: counts.at(-1) ?? demand.min });
}

function listCounts(
  pools: GpuPool[],
  { demand, facts }: CountOptions,
): number[] {
  if (demand.exact !== undefined) {
    return [demand.exact];
  }
  if (!isKnown(facts)) {
    return [demand.min];
  }
  const largest = Math.max(0, ...pools.map(largestCount));
  const last = Math.min(demand.max, Math.max(largest, demand.min));
  const all = Array.from(
    { length: Math.max(0, last - demand.min + 1) },
    (_, index) => demand.min + index,
  );
  return all.filter(count => isValidCount(count, demand, facts));
}

// a guess costs nobody more GPUs than were asked for
function isKnown(facts: ModelFacts | undefined): boolean {
  const need = facts && estimateVram(facts, { tensorParallelSize: 1 });
  return need !== undefined && need.perGpu.certainty !== 'guessed';
}

/** Whether the engine can split a model evenly between that many GPUs. */
export function isValidCount(
  count: number,
  { parallelism }: GpuDemand,
  facts: ModelFacts | undefined,
): boolean {
  const { tensor, expertParts } = splitModel(count, parallelism);
  return (
    Number.isInteger(tensor) &&
    (facts?.architecture
      ? isValidTensorParallelSize(facts.architecture, tensor, { expertParts })
      : Number.isInteger(Math.log2(tensor)))
  );
}

function largestCount({ kind, gpus }: GpuPool): number {
  return kind === 'whole' ? Math.max(...gpus.map(({ count }) => count)) : 1;
}

function findFirst(
  pools: GpuPool[],
  counts: number[],
  options: CountOptions & { fit: 'known' | 'shorter' },
): GpuCount | undefined {
  for (const count of counts) {
    for (const pool of pools) {
      const found = tryCount(pool, count, options);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

function tryCount(
  pool: GpuPool,
  count: number,
  options: CountOptions & { fit: 'known' | 'shorter' },
): GpuCount | undefined {
  const { demand, facts, fit, utilization } = options;
  const need = facts && estimateNeed(facts, { demand, count });
  if (!need || largestCount(pool) < count) {
    return undefined;
  }
  const contextOf = (gpuMemoryBytes: number) =>
    findContext(facts, { demand, count, gpuMemoryBytes, utilization });
  const useful = Math.min(USEFUL_CONTEXT, need.contextTokens ?? Infinity);
  const gpus = pool.gpus.filter(gpu => {
    const usable = usableBytes(gpu);
    return fit === 'known'
      ? need.perGpu.bytes <= usable * utilization
      : contextOf(usable) >= useful;
  });
  if (!gpus.some(gpu => gpu.count >= count)) {
    return undefined;
  }
  const smallest = Math.min(...gpus.map(usableBytes));
  return {
    count,
    pool,
    fit,
    gpus,
    need,
    largestContext: fit === 'shorter' ? contextOf(smallest) : undefined,
  };
}

function usableBytes({ memoryBytes, reportedBytes }: GpuFacts): number {
  return reportedBytes ?? memoryBytes ?? 0;
}

function fallBack(
  pools: GpuPool[],
  options: CountOptions & { last: number },
): GpuCount | undefined {
  const { demand, facts, last } = options;
  const need = facts && estimateNeed(facts, { demand, count: last });
  const isMeasured = pools.some(({ gpus }) => gpus.some(usableBytes));
  const tooLarge = need !== undefined && isMeasured;
  const count = demand.exact ?? (tooLarge ? last : demand.min);
  const offering = pools.filter(({ kind }) => kind === 'whole' || count === 1);
  const pool =
    offering.find(candidate => largestCount(candidate) >= count) ?? offering[0];
  return (
    pool && {
      count,
      pool,
      fit: tooLarge ? 'too large' : 'unknown',
      gpus: pool.gpus,
      need,
    }
  );
}
