import {
  estimateVram,
  findLargestContext,
  type ModelFacts,
  type VramEstimate,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { splitModel } from '../facts/CommandReading';
import type { GpuDemand } from './gpuDemand';

/** What a model needs of each of so many GPUs, as the engine is told. */
export function estimateNeed(
  facts: ModelFacts,
  { demand, count }: { demand: GpuDemand; count: number },
): VramEstimate | undefined {
  const need = estimateVram(facts, {
    ...sizesOf(demand, count),
    contextTokens: demand.contextTokens,
  });
  if (!need) {
    return undefined;
  }
  const { weights, kvCache } = need.parts;
  const parts = {
    ...need.parts,
    weights: {
      ...weights,
      bytes: weights.bytes - savedOfWeights(weights.bytes, { demand, facts }),
    },
    kvCache: {
      ...kvCache,
      bytes: Math.max(
        kvCache.bytes / stagesOf(demand),
        demand.told.cacheBytes ?? 0,
      ),
    },
  };
  const bytes =
    Object.values(parts).reduce((sum, part) => sum + part.bytes, 0) +
    loraBytes(facts, demand);
  return { ...need, parts, perGpu: { ...need.perGpu, bytes } };
}

/** The longest context with which a model fits so many GPUs, in tokens. */
export function findContext(
  facts: ModelFacts,
  options: {
    demand: GpuDemand;
    count: number;
    gpuMemoryBytes: number;
    utilization: number;
  },
): number {
  const { demand, count, gpuMemoryBytes, utilization } = options;
  const sizes = sizesOf(demand, count);
  const whole = estimateVram(facts, { ...sizes, contextTokens: 1 });
  const saved = whole
    ? savedOfWeights(whole.parts.weights.bytes, { demand, facts }) -
      loraBytes(facts, demand)
    : 0;
  const found = findLargestContext(facts, {
    ...sizes,
    gpuMemoryBytes: gpuMemoryBytes + saved / utilization,
    utilization,
  });
  return found?.tokens ?? 0;
}

function sizesOf({ parallelism, told }: GpuDemand, count: number) {
  const { tensor, experts } = splitModel(count, parallelism);
  return {
    tensorParallelSize: tensor,
    expertParallelSize: experts,
    batchedTokens: told.batchedTokens,
    numberBytes: cacheNumberBytes(told.kvCacheDtype),
  };
}

/** Bytes of a number in the cache, by how its type begins. */
const CACHE_TYPES: [RegExp, number][] = [
  [/^(fp8|int8)/, 1],
  [/^turboquant_k8v4/, 0.75],
  // numbers of four bits, and a scale of one byte for every 16
  [/^(nvfp4|fp4|mxfp4|int4|turboquant|ultraquant)/, 0.5625],
];

/** @returns `undefined` where the cache is as precise as the model */
function cacheNumberBytes(dtype: string | undefined) {
  return CACHE_TYPES.find(([type]) => dtype && type.test(dtype))?.[1];
}

type Told = { demand: GpuDemand; facts: ModelFacts };

// each has its part of the layers
function stagesOf({ parallelism }: GpuDemand): number {
  return parallelism.pipeline ?? 1;
}

function savedOfWeights(bytes: number, { demand, facts }: Told): number {
  const { told } = demand;
  const held = (bytes * weightFactor(told, facts)) / stagesOf(demand);
  const offloaded = Math.min(held, told.cpuOffloadBytes ?? 0);
  return bytes - held + offloaded;
}

/** Bytes per parameter, where the engine makes them of the model's own. */
const MADE: Record<string, number> = {
  fp8: 1,
  'fp8-per-tensor': 1,
  fp8_per_tensor: 1,
  fp8_per_block: 1,
  experts_int8: 1,
  bitsandbytes: 0.56,
  'w8a8-fp8': 1,
  w8a8_fp8: 1,
};
const COMPUTED: Record<string, number> = {
  float32: 4,
  float: 4,
  float16: 2,
  half: 2,
  bfloat16: 2,
};

// weights that are quantized already stay as they are
function weightFactor(
  { dtype = '', quantization = '' }: GpuDemand['told'],
  { architecture }: ModelFacts,
): number {
  if (!architecture || architecture.quantization) {
    return 1;
  }
  const own = architecture.parameterBytes;
  return (MADE[quantization] ?? COMPUTED[dtype] ?? own) / own;
}

/** Matrices of a layer which adapters are laid beside. */
const ADAPTED = 7;

// both sides of a low rank, in 16 bits
function loraBytes({ architecture }: ModelFacts, { told }: GpuDemand): number {
  if (!told.lora || !architecture) {
    return 0;
  }
  const { adapters, rank } = told.lora;
  const { hiddenSize, layers } = architecture;
  return adapters * rank * layers * ADAPTED * 2 * hiddenSize * 2;
}
