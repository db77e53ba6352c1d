import { findNumber, isObject, type HubConfig } from './hubConfig';

/**
 * What a layer keeps of every token: all of it, what is in its window, or
 * nothing that grows with the context (state space, linear attention, layers
 * which attend to an encoder, or which use another layer's keys and values).
 */
export type LayerKind = 'full' | 'sliding' | 'none';

type KindOf = (index: number) => LayerKind;
type Reader = (config: HubConfig) => KindOf | undefined;

// what says most comes first: several of these stand beside each other
const READERS: Reader[] = [
  readStateSpace,
  readBlocks,
  readNames,
  readNumbers,
  readLetters,
  readIndexes,
  readRopelessLayers,
  readInterval,
];

/**
 * The kind of every layer, in order, by whichever name a family has for it.
 *
 * @returns `undefined` where nothing tells the layers apart
 */
export function listLayerKinds(
  config: HubConfig,
  layers: number,
): LayerKind[] | undefined {
  for (const read of READERS) {
    const kindOf = read(config);
    if (kindOf) {
      return Array.from({ length: layers }, (_, index) => kindOf(index));
    }
  }
  return undefined;
}

/** Families without any attention: their state does not grow. */
const STATE_SPACE = /^(falcon_)?mamba2?$/;

export function isStateSpace({ model_type: type }: HubConfig): boolean {
  return STATE_SPACE.test(String(type));
}

function readStateSpace(config: HubConfig): KindOf | undefined {
  return isStateSpace(config) ? () => 'none' : undefined;
}

// Llama-Nemotron: searched architectures, where some layers have no attention
function readBlocks({ block_configs: blocks }: HubConfig): KindOf | undefined {
  if (!Array.isArray(blocks) || blocks.length === 0) {
    return undefined;
  }
  return index => {
    const attention = isObject(blocks[index]) && blocks[index].attention;
    return isObject(attention) &&
      (attention.no_op === true || attention.replace_with_linear === true)
      ? 'none'
      : 'full';
  };
}

const NAME_LISTS = [
  'layer_types',
  'layers_block_type',
  'block_types',
  'layer_block_types',
];

function readNames(config: HubConfig): KindOf | undefined {
  const list = NAME_LISTS.map(key => config[key]).find(isListOf('string'));
  return list && (index => kindOfName(list[index % list.length], config));
}

// what has no known name is taken for attention: that is the most it can be
function kindOfName(name: string, config: HubConfig): LayerKind {
  if (/sliding|local|chunk|swa|window/.test(name)) {
    return 'sliding';
  }
  if (
    /mamba|linear|recurrent|conv|ssm|delta|^kda|rwkv|^mlp$|^moe$/.test(name)
  ) {
    return 'none';
  }
  // the only attention of RecurrentGemma is local
  return findNumber(config, 'attention_window_size') ? 'sliding' : 'full';
}

function readNumbers(config: HubConfig): KindOf | undefined {
  const { attn_type_list: softmax, hybrid_layer_pattern: pattern } = config;
  if (isListOf('number')(softmax)) {
    return index => (softmax[index % softmax.length] === 1 ? 'full' : 'none');
  }
  if (isListOf('number')(pattern)) {
    return index =>
      pattern[index % pattern.length] === 1 ? 'sliding' : 'full';
  }
  return undefined;
}

function readLetters(config: HubConfig): KindOf | undefined {
  const { hybrid_override_pattern: hybrid } = config;
  const { sliding_window_pattern: pattern } = config;
  if (typeof hybrid === 'string' && hybrid) {
    return index => (hybrid[index] === '*' ? 'full' : 'none');
  }
  if (typeof pattern === 'string' && pattern) {
    return index =>
      pattern[index % pattern.length] === 'G' ? 'full' : 'sliding';
  }
  return undefined;
}

// by the number of the layers which are unlike the others
const INDEX_LISTS: [string, { listed: LayerKind; others: LayerKind }][] = [
  ['attn_layer_indices', { listed: 'full', others: 'none' }],
  ['full_attn_idxs', { listed: 'full', others: 'none' }],
  ['hybrid_layer_ids', { listed: 'full', others: 'none' }],
  ['global_attn_idx', { listed: 'full', others: 'sliding' }],
  ['cross_attention_layers', { listed: 'none', others: 'full' }],
];

function readIndexes(config: HubConfig): KindOf | undefined {
  const { linear_attn_config: linear } = config;
  if (isObject(linear) && isListOf('number')(linear.full_attn_layers)) {
    const counted = linear.full_attn_layers;
    // Kimi counts from one
    return index => (counted.includes(index + 1) ? 'full' : 'none');
  }
  for (const [key, { listed, others }] of INDEX_LISTS) {
    const list = config[key];
    if (isListOf('number')(list)) {
      return index => (list.includes(index) ? listed : others);
    }
  }
  return undefined;
}

const ROPELESS_INTERVAL = 4;

// Llama 4: layers with positions attend to their chunk, those without to all;
// an empty list stands for every fourth
function readRopelessLayers(config: HubConfig): KindOf | undefined {
  const { no_rope_layers: list } = config;
  if (!findNumber(config, 'attention_chunk_size')) {
    return undefined;
  }
  if (isListOf('number')(list)) {
    return index => (list[index] === 0 ? 'full' : 'sliding');
  }
  const every =
    findNumber(config, 'no_rope_layer_interval') ?? ROPELESS_INTERVAL;
  return index => ((index + 1) % every === 0 ? 'full' : 'sliding');
}

const INTERVALS: [string, LayerKind][] = [
  ['full_attention_interval', 'none'],
  ['attn_layer_period', 'none'],
  ['layer_group_size', 'none'],
  ['sliding_window_pattern', 'sliding'],
  ['global_attn_every_n_layers', 'sliding'],
];

// every nth layer keeps everything, the last of each group unless told
function readInterval(config: HubConfig): KindOf | undefined {
  for (const [key, others] of INTERVALS) {
    const every = findNumber(config, key);
    if (every) {
      const offset = Number(config.attn_layer_offset ?? every - 1);
      return index => (index % every === offset ? 'full' : others);
    }
  }
  return undefined;
}

function isListOf<T extends 'string' | 'number'>(type: T) {
  return (value: unknown): value is (T extends 'string' ? string : number)[] =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => typeof item === type);
}
