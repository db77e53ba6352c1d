import type { MemoryFigure, ModelArchitecture } from './ModelArchitecture';

/**
 * How the engine keeps its cache.
 *
 * @public
 */
export type KvCacheOptions = {
  tensorParallelSize: number;
  /** Bytes of a number in the cache: 2 unless it is kept as fp8. */
  numberBytes?: number;
  /** Tokens which the engine takes in one step. */
  batchedTokens?: number;
};

/** Tokens of one page of vLLM's cache on CUDA. */
const BLOCK_TOKENS = 16;

/** What vLLM takes in one step on GPUs of data centres, unless told. */
const BATCHED_TOKENS = 8192;

/**
 * Bytes which one more token of context takes on each GPU, in layers that keep
 * all of it.
 *
 * @remarks Layers · key-value heads · (key size + value size) · bytes; heads are
 * split between GPUs until there is one on each. Latent attention keeps its
 * vector once on every GPU.
 * @public
 */
export function computeKvBytesPerToken(
  architecture: ModelArchitecture,
  options: KvCacheOptions,
): MemoryFigure {
  const { full, sliding } = architecture.attention;
  return {
    bytes: fullBytesPerToken(architecture, options),
    certainty: !sliding && full === architecture.layers ? 'exact' : 'estimated',
  };
}

/**
 * Bytes of cache on each GPU which one request of full length takes: vLLM does
 * not start with less.
 *
 * @remarks Whole blocks, one of which is held back. A layer with a sliding
 * window keeps the window and what one step adds.
 * @public
 */
export function computeKvCacheBytes(
  architecture: ModelArchitecture,
  options: KvCacheOptions & { contextTokens: number },
): MemoryFigure {
  const { contextTokens, batchedTokens = BATCHED_TOKENS } = options;
  const { sliding } = architecture.attention;
  const slidingTokens = Math.min(
    contextTokens,
    (sliding?.windowTokens ?? 0) + batchedTokens,
  );
  const slidingBytes = sliding
    ? sliding.layers *
      toBlocks(slidingTokens) *
      bytesPerLayer({ ...architecture, ...sliding }, options)
    : 0;
  return {
    bytes:
      toBlocks(contextTokens) * fullBytesPerToken(architecture, options) +
      slidingBytes,
    certainty: computeKvBytesPerToken(architecture, options).certainty,
  };
}

function fullBytesPerToken(
  architecture: ModelArchitecture,
  options: KvCacheOptions,
): number {
  const { attention, keyValueHeadsByLayer } = architecture;
  const { full, otherBytesPerToken = 0 } = attention;
  const heads = keyValueHeadsByLayer
    ? keyValueHeadsByLayer
        .map(keyValueHeads =>
          bytesPerLayer({ ...architecture, keyValueHeads }, options),
        )
        .reduce((sum, bytes) => sum + bytes, 0)
    : full * bytesPerLayer(architecture, options);
  return heads + otherBytesPerToken;
}

type Heads = Pick<
  ModelArchitecture,
  'headDim' | 'valueHeadDim' | 'keyValueHeads' | 'latent'
>;

function bytesPerLayer(
  { headDim, valueHeadDim = headDim, keyValueHeads, latent }: Heads,
  { tensorParallelSize, numberBytes = 2 }: KvCacheOptions,
): number {
  return latent
    ? (latent.kvLoraRank + latent.qkRopeHeadDim) * numberBytes
    : Math.ceil(keyValueHeads / tensorParallelSize) *
        (headDim + valueHeadDim) *
        numberBytes;
}

function toBlocks(tokens: number): number {
  return (Math.ceil(tokens / BLOCK_TOKENS) + 1) * BLOCK_TOKENS;
}
