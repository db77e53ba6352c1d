import { findNumber, isObject, type HubConfig } from './hubConfig';

/**
 * Bytes of the cache which a token takes whatever its heads are: states that
 * stand for several tokens (DeepSeek V4), and the small keys by which sparse
 * attention chooses (DeepSeek V3.2, GLM 5, MiniMax M3). Each GPU keeps all of
 * them.
 *
 * @remarks Source: `get_kv_cache_spec` in vllm/models and
 * vllm/model_executor/models, version 0.32.
 */
export function countOtherBytes(
  config: HubConfig,
  layers: number,
): number | undefined {
  const bytes =
    countCompressed(config, layers) ??
    countBlockIndexes(config) ??
    countIndexes(config, layers);
  return bytes || undefined;
}

/** A state as the engine packs it: 448 of one byte, 64 of two, and scales. */
const STATE_BYTES = 584;
/** By which layers choose among the states of so many tokens. */
const INDEXED_RATIO = 4;

// the list has the layers that predict several tokens at its end
function countCompressed(
  config: HubConfig,
  layers: number,
): number | undefined {
  const { compress_ratios: ratios } = config;
  if (!Array.isArray(ratios)) {
    return undefined;
  }
  return ratios
    .slice(0, layers)
    .map(Number)
    .filter(ratio => ratio > 1)
    .map(ratio => {
      const index = ratio === INDEXED_RATIO ? indexBytes(config) : 0;
      return (STATE_BYTES + index) / ratio;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

const HALF_PRECISION = 2;

// MiniMax M3: layers that choose blocks keep one key of half precision
function countBlockIndexes({
  sparse_attention_config: sparse,
}: HubConfig): number | undefined {
  if (!isObject(sparse) || !Array.isArray(sparse.sparse_attention_freq)) {
    return undefined;
  }
  const indexed = sparse.sparse_attention_freq.filter(flag => flag === 1);
  const width = findNumber(sparse, 'sparse_index_dim') ?? 0;
  return indexed.length * width * HALF_PRECISION;
}

// GLM 5.2: most layers take what an earlier one has chosen
function countIndexes(config: HubConfig, layers: number): number {
  const every = findNumber(config, 'index_topk_freq') ?? 1;
  const offset = findNumber(config, 'index_skip_topk_offset') ?? 2;
  const { index_topk_pattern: pattern } = config;
  const choosing = Array.from({ length: layers }, (_, index) =>
    typeof pattern === 'string'
      ? pattern[index] !== 'S'
      : Math.max(index - offset + 1, 0) % every === 0,
  ).filter(Boolean);
  return choosing.length * indexBytes(config);
}

// always of one byte, with a scale of four for every 128 of them
function indexBytes(config: HubConfig): number {
  const width = findNumber(config, 'index_head_dim') ?? 0;
  return width + 4 * Math.ceil(width / 128);
}
