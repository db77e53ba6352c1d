import { computeExpertShare } from './computeArchitectureBytes';
import {
  computeKvCacheBytes,
  type KvCacheOptions,
} from './computeKvCacheBytes';
import { computeWeightBytes, type ModelFacts } from './computeWeightBytes';
import {
  leastCertain,
  type MemoryFigure,
  type ModelArchitecture,
} from './ModelArchitecture';

/**
 * GPU memory which a model needs, on each of its GPUs.
 *
 * @public
 */
export type VramEstimate = {
  /** What has to be no more than memory × utilization. */
  perGpu: MemoryFigure;
  parts: {
    weights: MemoryFigure;
    /** For one request of `contextTokens`. */
    kvCache: MemoryFigure;
    /** What a step of the engine computes with. */
    activations: MemoryFigure;
    /** CUDA and its graphs, and the exchange between GPUs. */
    runtime: MemoryFigure;
  };
  /** The context it is for; `undefined` when the model's own is not known. */
  contextTokens?: number;
};

/**
 * For which context and how many GPUs.
 *
 * @public
 */
export type VramOptions = KvCacheOptions & {
  /** The model's own maximum unless given. */
  contextTokens?: number;
  /**
   * GPUs between which the experts are split, where these are more than those
   * of the rest: engines split them between all that work on copies, too.
   */
  expertParallelSize?: number;
};

const GIBIBYTE = 2 ** 30;

/**
 * Estimates the memory which each GPU has to give to a model.
 *
 * @returns `undefined` when nothing is known, not even a telling name
 * @public
 */
export function estimateVram(
  facts: ModelFacts,
  options: VramOptions,
): VramEstimate | undefined {
  const weights = computeWeightBytes(facts);
  if (!weights) {
    return undefined;
  }
  const { architecture } = facts;
  const { tensorParallelSize } = options;
  const contextTokens = options.contextTokens ?? architecture?.maxContext;
  const parts: VramEstimate['parts'] = {
    weights: { ...weights, bytes: splitWeights(weights.bytes, facts, options) },
    kvCache:
      architecture && contextTokens
        ? computeKvCacheBytes(architecture, { ...options, contextTokens })
        : guessKvCache(weights, tensorParallelSize),
    activations: architecture
      ? estimateActivations(architecture, options)
      : { bytes: GIBIBYTE, certainty: 'guessed' },
    runtime: estimateRuntime(tensorParallelSize),
  };
  return { perGpu: sum(Object.values(parts)), parts, contextTokens };
}

function splitWeights(
  bytes: number,
  { architecture }: ModelFacts,
  { tensorParallelSize, expertParallelSize }: VramOptions,
): number {
  const experts = architecture ? bytes * computeExpertShare(architecture) : 0;
  return (
    (bytes - experts) / tensorParallelSize +
    experts / (expertParallelSize ?? tensorParallelSize)
  );
}

// the rule of thumb is a fifth of the weights
function guessKvCache(weights: MemoryFigure, gpus: number): MemoryFigure {
  return { bytes: (0.2 * weights.bytes) / gpus, certainty: 'guessed' };
}

const BATCHED_TOKENS = 8192;
const PARALLEL_REQUESTS = 256;

/**
 * The largest of what a step holds at once: both sides of a feed-forward block
 * for all tokens of the step, or the logits of all requests in full precision,
 * twice.
 */
function estimateActivations(
  architecture: ModelArchitecture,
  { tensorParallelSize, batchedTokens = BATCHED_TOKENS }: VramOptions,
): MemoryFigure {
  const { experts, hiddenSize, intermediateSize, vocabSize } = architecture;
  const width = Math.max(
    intermediateSize / tensorParallelSize,
    (experts?.intermediateSize ?? 0) / tensorParallelSize,
  );
  const block = batchedTokens * (2 * width + 4 * hiddenSize) * 2;
  const logits = PARALLEL_REQUESTS * vocabSize * 4 * 2;
  return { bytes: Math.max(block, logits), certainty: 'estimated' };
}

// the context and libraries, graphs of all batch sizes, buffers of NCCL
function estimateRuntime(tensorParallelSize: number): MemoryFigure {
  return {
    bytes: (tensorParallelSize > 1 ? 2 : 1) * GIBIBYTE,
    certainty: 'estimated',
  };
}

function sum(figures: MemoryFigure[]): MemoryFigure {
  return {
    bytes: figures.reduce((total, { bytes }) => total + bytes, 0),
    certainty: leastCertain(...figures.map(({ certainty }) => certainty)),
  };
}
