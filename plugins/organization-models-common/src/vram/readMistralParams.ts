import { findNumber, isObject, type HubConfig } from './hubConfig';

const NAMES: [string, string][] = [
  ['dim', 'hidden_size'],
  ['hidden_dim', 'intermediate_size'],
  ['n_layers', 'num_hidden_layers'],
  ['n_heads', 'num_attention_heads'],
  ['n_kv_heads', 'num_key_value_heads'],
  ['max_seq_len', 'max_position_embeddings'],
  ['tied_embeddings', 'tie_word_embeddings'],
];

const EXPERTS: [string, string][] = [
  ['num_experts', 'n_routed_experts'],
  ['expert_hidden_dim', 'moe_intermediate_size'],
  ['num_shared_experts', 'n_shared_experts'],
  ['first_k_dense_replace', 'first_k_dense_replace'],
  ['route_every_n', 'moe_layer_freq'],
];

/** What Mistral's own code takes where nothing is said. */
const LONGEST = 128_000;

/**
 * Mistral's own `params.json`, which its newest models have in place of a
 * `config.json`, by the names of the latter; any other config as it is.
 *
 * @remarks Source: vllm/transformers_utils/configs/mistral.py
 */
export function readMistralParams(config: HubConfig): HubConfig {
  if (!findNumber(config, 'dim') || !findNumber(config, 'n_layers')) {
    return config;
  }
  const { moe, quantization, sliding_window: windows } = config;
  return {
    model_type: 'mistral',
    max_position_embeddings: LONGEST,
    ...config,
    ...renamed(config, NAMES),
    ...(isObject(moe) ? renamed(moe, EXPERTS) : {}),
    ...(isObject(quantization) && quantization.qformat_weight === 'fp8_e4m3'
      ? { quantization_config: { quant_method: 'fp8' } }
      : {}),
    ...(Array.isArray(windows) ? readWindows(windows) : {}),
    vision_config: isObject(config.vision_encoder)
      ? { model_type: 'pixtral', ...config.vision_encoder }
      : undefined,
  };
}

function renamed(config: HubConfig, names: [string, string][]): HubConfig {
  return Object.fromEntries(
    names
      .filter(([name]) => config[name] !== undefined && config[name] !== null)
      .map(([name, usual]) => [usual, config[name]]),
  );
}

// repeated through the layers, null for one that keeps everything
function readWindows(windows: unknown[]): HubConfig {
  return {
    layer_types: windows.map(window =>
      window === null ? 'full_attention' : 'sliding_attention',
    ),
    sliding_window: windows.find(window => window !== null),
  };
}
