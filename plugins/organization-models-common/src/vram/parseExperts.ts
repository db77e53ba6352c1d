import { findNumber, isObject, type HubConfig } from './hubConfig';
import type { Experts } from './ModelArchitecture';

/** Reads how many experts there are, how wide, and in which layers. */
export function parseExperts(
  config: HubConfig,
  layers: number,
): Experts | undefined {
  const count = findSum(
    config,
    'num_experts',
    'num_local_experts',
    'n_routed_experts',
    'moe_num_experts',
    'num_moe_experts',
  );
  if (!count || count < 2) {
    return undefined;
  }
  const intermediateSize =
    findFirst(
      config,
      'moe_intermediate_size',
      'expert_intermediate_size',
      'moe_ffn_hidden_size',
      'expert_ffn_hidden_size',
      'intermediate_size',
      'ffn_hidden_size',
    ) ?? 0;
  return {
    count,
    intermediateSize,
    latentSize: findNumber(
      config,
      'moe_latent_size',
      'routed_expert_hidden_size',
    ),
    sharedIntermediateSize: findShared(config, intermediateSize),
    layers: countExpertLayers(config, layers),
  };
}

function findShared(config: HubConfig, intermediateSize: number): number {
  // every token of Llama 4 also sees one expert of the same width
  const implied = config.model_type === 'llama4_text' ? 1 : 0;
  const experts =
    findFirst(
      config,
      'n_shared_experts',
      'num_shared_experts',
      'num_shared_expert',
      'moe_num_shared_experts',
    ) ?? implied;
  return (
    findNumber(
      config,
      'shared_expert_intermediate_size',
      'shared_intermediate_size',
      'moe_shared_expert_intermediate_size',
      'share_expert_dim',
    ) ?? experts * intermediateSize
  );
}

function countExpertLayers(config: HubConfig, layers: number): number {
  const listed = countListed(config);
  if (listed !== undefined) {
    return listed;
  }
  const indexes = Array.from({ length: layers }, (_, index) => index);
  return indexes.filter(index => hasExperts(config, index, layers)).length;
}

// lists of each layer, or of those which have experts
function countListed(config: HubConfig): number | undefined {
  const { mlp_layer_types: names, moe_layers: indexes } = config;
  const { moe_layer_freq: flags, moe_layers_enum: text } = config;
  if (Array.isArray(names) && names.length > 0) {
    return names.filter(name => name === 'sparse').length;
  }
  if (Array.isArray(flags)) {
    return flags.filter(flag => flag === 1).length;
  }
  if (Array.isArray(indexes) && indexes.length > 0) {
    return indexes.length;
  }
  if (typeof text === 'string' && text) {
    return text.split(',').length;
  }
  const pattern = config.hybrid_override_pattern;
  return typeof pattern === 'string' && pattern.includes('E')
    ? [...pattern].filter(letter => letter === 'E').length
    : undefined;
}

function hasExperts(config: HubConfig, index: number, layers: number): boolean {
  const { mlp_only_layers: dense } = config;
  if (Array.isArray(dense) && dense.includes(index)) {
    return false;
  }
  const period = findNumber(config, 'expert_layer_period');
  if (period) {
    return index % period === Number(config.expert_layer_offset ?? 0);
  }
  const first =
    findFirst(
      config,
      'first_k_dense_replace',
      'num_dense_layers',
      'moe_layer_start_index',
    ) ?? 0;
  const last = findFirst(config, 'moe_layer_end_index') ?? layers;
  const step =
    findNumber(
      config,
      'decoder_sparse_step',
      'moe_layer_freq',
      'interleave_moe_layer_step',
      'moe_layer_interval',
    ) ?? 1;
  return (
    index >= first && index <= last && (step === 1 || (index + 1) % step === 0)
  );
}

// Ernie has one list for text and one for pictures
function findSum(config: HubConfig, ...keys: string[]): number | undefined {
  const list = keys.map(key => config[key]).find(Array.isArray);
  return (
    findNumber(config, ...keys) ??
    list?.filter(Number.isSafeInteger).reduce((sum, count) => sum + count, 0)
  );
}

function findFirst(config: HubConfig, ...keys: string[]): number | undefined {
  const first = { ...config };
  for (const key of keys) {
    const value = config[key];
    first[key] = Array.isArray(value) ? value[0] : value;
  }
  return findNumber(first, ...keys);
}

/** Parts of a config in which some families write what others write flat. */
export function flattenParts(config: HubConfig): HubConfig {
  const parts = [config.attn_config, config.ffn_config].filter(isObject);
  return Object.assign({}, ...parts, config);
}
