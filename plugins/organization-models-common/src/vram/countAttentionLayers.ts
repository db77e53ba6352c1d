import { findNumber, type HubConfig } from './hubConfig';
import { type LayerKind, listLayerKinds } from './listLayerKinds';
import type { AttentionLayers } from './ModelArchitecture';

// their requests leave nothing behind in the cache
const ENCODERS =
  /^(.*bert(?!.*decoder).*|ernie|big_bird|roformer|data2vec-text|xmod|xlm-roberta|xlm_roberta|new|gte|mpnet|deberta.*|electra|t5.*|siglip.*|clip.*|vit.*)$/;

/** Sorts the layers by what they keep of every token. */
export function countAttentionLayers(
  config: HubConfig,
  layers: number,
): AttentionLayers {
  if (isEncoder(config)) {
    return { full: 0 };
  }
  const kinds = listLayerKinds(config, layers) ?? alikeLayers(config, layers);
  // Gemma 3n: the last layers read what an earlier one has kept
  const own = kinds.slice(
    0,
    layers - (findNumber(config, 'num_kv_shared_layers') ?? 0),
  );
  const count = (wanted: LayerKind) =>
    own.filter(kind => kind === wanted).length * attentionsPerLayer(config);
  const [full, sliding] = [count('full'), count('sliding')];
  const windowTokens = findWindow(config);
  if (sliding === 0) {
    return { full };
  }
  return windowTokens
    ? { full, sliding: { layers: sliding, windowTokens, ...ownHeads(config) } }
    : { full: full + sliding };
}

/** Whether it reads a text as a whole, and writes none. */
export function isEncoder({ model_type }: HubConfig): boolean {
  return ENCODERS.test(String(model_type));
}

/** Tokens which a layer with a window looks back. */
function findWindow(config: HubConfig): number | undefined {
  const { interleaved_sliding_window: interleaved } = config;
  return config.use_sliding_window === false
    ? undefined
    : findNumber(
        config,
        'sliding_window',
        'attention_chunk_size',
        'attention_window_size',
        'sliding_window_size',
        'interleaved_sliding_window',
      ) ??
        (Array.isArray(interleaved)
          ? interleaved.find(size => Number.isSafeInteger(size) && size > 0)
          : undefined);
}

// Qwen 2: the first so many layers keep everything, where there is a window
function alikeLayers(config: HubConfig, layers: number): LayerKind[] {
  const window = findWindow(config);
  const length = findNumber(config, 'max_position_embeddings') ?? 0;
  const full =
    !window || window >= length
      ? layers
      : findNumber(config, 'max_window_layers') ?? 0;
  return Array.from({ length: layers }, (_, index) =>
    index < full ? 'full' : 'sliding',
  );
}

// LongCat has two blocks of attention in what it counts as a layer
function attentionsPerLayer({ model_type }: HubConfig): number {
  return String(model_type).startsWith('longcat_flash') ? 2 : 1;
}

// MiMo V2, Gemma 4: layers with a window have heads of their own
function ownHeads(config: HubConfig) {
  const isGlobal = findNumber(config, 'global_head_dim') !== undefined;
  const keyValueHeads = findNumber(
    config,
    'swa_num_key_value_heads',
    ...(isGlobal ? ['num_key_value_heads'] : []),
  );
  const headDim = findNumber(
    config,
    'swa_head_dim',
    ...(isGlobal ? ['head_dim'] : []),
  );
  // DeepSeek V4: a key is its own value
  const valueHeadDim = Array.isArray(config.compress_ratios)
    ? 0
    : findNumber(config, 'swa_v_head_dim');
  return {
    ...(keyValueHeads && { keyValueHeads }),
    ...(headDim && { headDim }),
    ...(valueHeadDim !== undefined && { valueHeadDim }),
  };
}
