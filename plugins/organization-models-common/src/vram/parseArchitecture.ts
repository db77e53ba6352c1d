import type {
  Experts,
  LatentAttention,
  ModelArchitecture,
} from './ModelArchitecture';
import { countAttentionLayers } from './countAttentionLayers';
import { findMaxContext } from './findMaxContext';
import { findNumber, isObject, type HubConfig } from './hubConfig';
import { parseQuantization } from './parseQuantization';

/**
 * Reads a model's architecture from its `config.json`.
 *
 * @returns `undefined` when it is not of a kind that is understood
 * @remarks Of a model that also sees or hears, only the part that generates
 * text is read: it is nearly all of the memory.
 * @public
 */
export function parseArchitecture(
  config: unknown,
): ModelArchitecture | undefined {
  if (!isObject(config)) {
    return undefined;
  }
  const text = withDefaults(findTextConfig(config));
  const layers = findNumber(
    text,
    'num_hidden_layers',
    'n_layer',
    'n_layers',
    'num_layers',
  );
  const hiddenSize = findNumber(text, 'hidden_size', 'n_embd', 'd_model');
  const attentionHeads = findNumber(
    text,
    'num_attention_heads',
    'n_head',
    'n_heads',
  );
  const vocabSize = findNumber(text, 'vocab_size', 'padded_vocab_size');
  if (!layers || !hiddenSize || !attentionHeads || !vocabSize) {
    return undefined;
  }
  return {
    modelType: String(text.model_type ?? 'unknown'),
    layers,
    hiddenSize,
    attentionHeads,
    vocabSize,
    keyValueHeads: findKeyValueHeads(text) ?? attentionHeads,
    headDim:
      findNumber(text, 'head_dim', 'kv_channels') ??
      Math.floor(hiddenSize / attentionHeads),
    intermediateSize:
      findNumber(text, 'intermediate_size', 'ffn_hidden_size', 'n_inner') ??
      4 * hiddenSize,
    tiedEmbeddings: text.tie_word_embeddings === true,
    attention: countAttentionLayers(text, layers),
    latent: parseLatent(text),
    experts: parseExperts(text, layers),
    maxContext: findMaxContext(text),
    parameterBytes: 2,
    quantization: parseQuantization(config) ?? parseQuantization(text),
  };
}

const TEXT_PARTS = [
  'text_config',
  'llm_config',
  'language_config',
  'thinker_config',
];

function findTextConfig(config: HubConfig): HubConfig {
  const part = TEXT_PARTS.map(key => config[key]).find(isObject);
  return part ? findTextConfig(part) : config;
}

// files hold only what differs from the class's own values, which for these
// families includes what is needed here
const DEFAULTS: Record<string, HubConfig> = {
  gemma3_text: {
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    vocab_size: 262208,
    max_position_embeddings: 131072,
    sliding_window: 4096,
    sliding_window_pattern: 6,
  },
  gemma2: { sliding_window_pattern: 2 },
};

function withDefaults(config: HubConfig): HubConfig {
  const type = String(config.model_type);
  const tied = { tie_word_embeddings: type.startsWith('gemma') };
  return { ...tied, ...DEFAULTS[type], ...config };
}

function findKeyValueHeads(config: HubConfig): number | undefined {
  return config.multi_query === true && config.new_decoder_architecture !== true
    ? 1
    : findNumber(
        config,
        'num_key_value_heads',
        'num_kv_heads',
        'n_head_kv',
        'multi_query_group_num',
      );
}

function parseLatent(config: HubConfig): LatentAttention | undefined {
  const kvLoraRank = findNumber(config, 'kv_lora_rank');
  return kvLoraRank
    ? {
        kvLoraRank,
        qkRopeHeadDim: findNumber(config, 'qk_rope_head_dim') ?? 64,
        qkNopeHeadDim: findNumber(config, 'qk_nope_head_dim') ?? 128,
        vHeadDim: findNumber(config, 'v_head_dim') ?? 128,
        qLoraRank: findNumber(config, 'q_lora_rank'),
      }
    : undefined;
}

function parseExperts(config: HubConfig, layers: number): Experts | undefined {
  const count = findNumber(
    config,
    'num_experts',
    'num_local_experts',
    'n_routed_experts',
  );
  if (!count || count < 2) {
    return undefined;
  }
  const intermediateSize =
    findNumber(
      config,
      'moe_intermediate_size',
      'expert_intermediate_size',
      'intermediate_size',
    ) ?? 0;
  const dense = Array.isArray(config.mlp_only_layers)
    ? config.mlp_only_layers.length
    : findNumber(config, 'first_k_dense_replace') ?? 0;
  const step = findNumber(config, 'decoder_sparse_step', 'moe_layer_freq') ?? 1;
  return {
    count,
    intermediateSize,
    sharedIntermediateSize:
      findNumber(config, 'shared_expert_intermediate_size') ??
      (findNumber(config, 'n_shared_experts') ?? 0) * intermediateSize,
    layers: Math.floor((layers - dense) / step),
  };
}
