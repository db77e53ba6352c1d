import type { LatentAttention, ModelArchitecture } from './ModelArchitecture';
import { countAttentionLayers, isEncoder } from './countAttentionLayers';
import { countOtherBytes } from './countOtherBytes';
import { countVisionParameters } from './countVisionParameters';
import { findMaxContext } from './findMaxContext';
import { isStateSpace } from './listLayerKinds';
import { findNumber, isObject, type HubConfig } from './hubConfig';
import { readMistralParams } from './readMistralParams';
import { parseExperts, flattenParts } from './parseExperts';
import { parseFeedForward } from './parseFeedForward';
import { parseMixers } from './parseMixers';
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
  const text = withLetters(
    flattenParts(withDefaults(findTextConfig(readMistralParams(config)))),
  );
  const layers = findNumber(
    text,
    'num_hidden_layers',
    'n_layer',
    'n_layers',
    'num_layers',
    'decoder_layers',
  );
  const hiddenSize = findNumber(
    text,
    'hidden_size',
    'n_embd',
    'd_model',
    'model_dim',
  );
  const attentionHeads =
    findNumber(
      text,
      'num_attention_heads',
      'n_head',
      'n_heads',
      'num_heads',
      'decoder_attention_heads',
    ) ??
    // engines split the state of those that have none by their width
    (isStateSpace(text) ? hiddenSize : undefined);
  const vocabSize = findNumber(text, 'vocab_size', 'padded_vocab_size');
  if (!layers || !hiddenSize || !attentionHeads || !vocabSize) {
    return undefined;
  }
  const latent = parseLatent(text);
  const headDim =
    findNumber(
      text,
      // Gemma 4: layers with a window have the other one
      'global_head_dim',
      'head_dim',
      // Zamba 2 has both, of which this one is meant
      'attention_head_dim',
      'kv_channels',
    ) ?? Math.floor(hiddenSize / attentionHeads);
  const valueHeadDim = latent ? undefined : findNumber(text, 'v_head_dim');
  return {
    modelType: String(text.model_type ?? 'unknown'),
    layers,
    hiddenSize,
    attentionHeads,
    vocabSize,
    keyValueHeads: findKeyValueHeads(text) ?? attentionHeads,
    keyValueHeadsByLayer: listKeyValueHeads(text, attentionHeads),
    headDim,
    valueHeadDim: valueHeadDim === headDim ? undefined : valueHeadDim,
    ...parseFeedForward(text, { layers, hiddenSize }),
    // an encoder has no words to choose from in the end
    tiedEmbeddings: text.tie_word_embeddings === true || isEncoder(text),
    gatedAttention: text.attn_output_gate === true || undefined,
    attention: {
      ...countAttentionLayers(text, layers),
      otherBytesPerToken: countOtherBytes(text, layers),
    },
    latent,
    experts: parseExperts(text, layers),
    mixers: parseMixers(text, layers),
    visionParameters: countVisionParameters(config),
    layerEmbeddingSize: findNumber(text, 'hidden_size_per_layer_input'),
    maxContext: findMaxContext(text),
    parameterBytes: 2,
    storedBytes: isStoredInFull(text, config) ? 4 : undefined,
    quantization: parseQuantization(config) ?? parseQuantization(text),
  };
}

const TEXT_PARTS = [
  'text_config',
  'llm_config',
  'language_config',
  'thinker_config',
  'language_model_config',
  'lm_config',
];

// LLaVA and its like name the family of the part that generates text, and what
// differs from its first member
const PART_DEFAULTS: Record<string, HubConfig> = {
  llama: {
    hidden_size: 4096,
    intermediate_size: 11008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    vocab_size: 32000,
    max_position_embeddings: 2048,
  },
  mistral: {
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    vocab_size: 32000,
    max_position_embeddings: 131072,
  },
};

function findTextConfig(config: HubConfig): HubConfig {
  const part = TEXT_PARTS.map(key => config[key]).find(isObject);
  return part
    ? findTextConfig({ ...PART_DEFAULTS[String(part.model_type)], ...part })
    : config;
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
  gemma4_text: {
    head_dim: 256,
    global_head_dim: 512,
    sliding_window_pattern: 6,
  },
  qwen3_next: { full_attention_interval: 4 },
  qwen3_5_text: { full_attention_interval: 4 },
  qwen3_5_moe_text: { full_attention_interval: 4 },
};

function withDefaults(config: HubConfig): HubConfig {
  const type = String(config.model_type);
  const tied = { tie_word_embeddings: type.startsWith('gemma') };
  return { ...tied, ...DEFAULTS[type], ...ofSomeLayers(config), ...config };
}

// Gemma 4, as newer versions of transformers save it: what differs by layer
function ofSomeLayers({ per_layer_config: parts }: HubConfig): HubConfig {
  const [first] = isObject(parts) ? Object.values(parts) : [];
  return isObject(first) && findNumber(first, 'head_dim')
    ? { global_head_dim: first.head_dim }
    : {};
}

// Nemotron-H: what each layer is, one letter for it
const LETTERS: Record<string, string> = {
  mamba: 'M',
  linear_attention: 'M',
  moe: 'E',
  mlp: '-',
  attention: '*',
  full_attention: '*',
};

function withLetters(config: HubConfig): HubConfig {
  const { layers_block_type: names, model_type: type } = config;
  if (type !== 'nemotron_h' || !Array.isArray(names)) {
    return config;
  }
  const letters = names.map(name => LETTERS[String(name)] ?? '*');
  return {
    ...config,
    num_hidden_layers: names.length,
    hybrid_override_pattern: letters.join(''),
    layers_block_type: undefined,
  };
}

function findKeyValueHeads(config: HubConfig): number | undefined {
  const sharesOne =
    (config.multi_query === true && config.new_decoder_architecture !== true) ||
    config.attn_type === 'multiquery_attention';
  return sharesOne
    ? 1
    : findNumber(
        config,
        'num_global_key_value_heads',
        'num_key_value_heads',
        'num_kv_heads',
        'n_head_kv',
        'kv_n_heads',
        'n_kv_heads',
        'num_query_groups',
        'num_attention_groups',
        ...(config.multi_query_attention === false
          ? []
          : ['multi_query_group_num']),
      );
}

// Llama-Nemotron was searched layer by layer
function listKeyValueHeads(
  { block_configs: blocks, num_key_value_heads: list }: HubConfig,
  attentionHeads: number,
): number[] | undefined {
  if (Array.isArray(list) && list.every(Number.isSafeInteger)) {
    return list;
  }
  if (!Array.isArray(blocks)) {
    return undefined;
  }
  const groups = blocks.map(block =>
    isObject(block) && isObject(block.attention)
      ? findNumber(block.attention, 'n_heads_in_group')
      : undefined,
  );
  return groups.flatMap(size => (size ? attentionHeads / size : []));
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

function isStoredInFull(...configs: HubConfig[]): boolean {
  const [dtype] = configs.flatMap(
    config => config.dtype ?? config.torch_dtype ?? [],
  );
  return dtype === 'float32';
}
