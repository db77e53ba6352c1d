import { findNumber, type HubConfig } from './hubConfig';
import type { AttentionLayers } from './ModelArchitecture';

// their requests leave nothing behind in the cache
const ENCODERS =
  /^(bert|roberta|xlm-roberta|xlm_roberta|camembert|distilbert|modernbert|nomic_bert|new|gte|mpnet|deberta.*|electra|t5)$/;

/** Sorts the layers by what they keep of every token. */
export function countAttentionLayers(
  config: HubConfig,
  layers: number,
): AttentionLayers {
  if (ENCODERS.test(String(config.model_type))) {
    return { full: 0 };
  }
  const kinds = listLayerKinds(config, layers);
  const windowTokens = findWindow(config);
  if (kinds) {
    const sliding = kinds.filter(kind =>
      /sliding|local|chunked/.test(kind),
    ).length;
    const full = kinds.filter(kind =>
      /^(full_?)?attention$|^full|^global/.test(kind),
    ).length;
    return combine({ full, sliding, windowTokens });
  }
  const full = countFullLayers(config, layers);
  return combine({
    full,
    // without a window the others are not attention at all
    sliding: windowTokens ? layers - full : 0,
    windowTokens,
  });
}

function combine(counts: {
  full: number;
  sliding: number;
  windowTokens?: number;
}): AttentionLayers {
  const { full, sliding, windowTokens } = counts;
  if (sliding === 0) {
    return { full };
  }
  return windowTokens
    ? { full, sliding: { layers: sliding, windowTokens } }
    : { full: full + sliding };
}

// the lists of layers by name, in the spelling of several families
function listLayerKinds(
  config: HubConfig,
  layers: number,
): string[] | undefined {
  const list = [
    config.layer_types,
    config.layers_block_type,
    config.block_types,
  ].find(
    (value): value is string[] =>
      Array.isArray(value) && value.every(kind => typeof kind === 'string'),
  );
  const pattern = config.hybrid_override_pattern;
  if (typeof pattern === 'string') {
    return [...pattern].map(letter => (letter === '*' ? 'attention' : 'other'));
  }
  return (
    list &&
    Array.from({ length: layers }, (_, index) => list[index % list.length])
  );
}

function findWindow(config: HubConfig): number | undefined {
  return config.use_sliding_window === false
    ? undefined
    : findNumber(config, 'sliding_window', 'attention_chunk_size');
}

// every nth layer is a full one
function countFullLayers(config: HubConfig, layers: number): number {
  const every = findNumber(
    config,
    'full_attention_interval',
    'sliding_window_pattern',
    'attn_layer_period',
  );
  if (every) {
    return Math.floor(layers / every);
  }
  const window = findWindow(config);
  if (
    !window ||
    window >= (findNumber(config, 'max_position_embeddings') ?? 0)
  ) {
    return layers;
  }
  return findNumber(config, 'max_window_layers') ?? 0;
}
