import { findNumber, isObject, type HubConfig } from './hubConfig';
import { listLayerKinds } from './listLayerKinds';
import type { Mixers } from './ModelArchitecture';

/** Reads what stands in place of attention: state space, linear attention. */
export function parseMixers(
  config: HubConfig,
  layers: number,
): Mixers | undefined {
  const parametersPerLayer = countParameters(config);
  const found = countMixers(config, layers);
  return parametersPerLayer && found
    ? { layers: found, parametersPerLayer }
    : undefined;
}

function countMixers(config: HubConfig, layers: number): number {
  const { hybrid_override_pattern: pattern, model_type: type } = config;
  if (typeof pattern === 'string') {
    return [...pattern].filter(letter => letter === 'M').length;
  }
  // these have both in every layer, or in those with attention, too
  if (type === 'falcon_h1' || type === 'zamba2') {
    return layers;
  }
  const kinds = listLayerKinds(config, layers) ?? [];
  return kinds.filter(kind => kind === 'none').length;
}

function countParameters(config: HubConfig): number | undefined {
  const hiddenSize = findNumber(config, 'hidden_size', 'd_model') ?? 0;
  return (
    countGatedDelta(config, hiddenSize) ??
    countKimiDelta(config, hiddenSize) ??
    countMamba2(config, hiddenSize) ??
    countMamba1(config, hiddenSize) ??
    countOthers(config, hiddenSize)
  );
}

function countGatedDelta(config: HubConfig, hiddenSize: number) {
  const keys = findNumber(config, 'linear_num_key_heads');
  const values = findNumber(config, 'linear_num_value_heads');
  if (!keys || !values) {
    return undefined;
  }
  const keyWidth = keys * (findNumber(config, 'linear_key_head_dim') ?? 128);
  const valueWidth =
    values * (findNumber(config, 'linear_value_head_dim') ?? 128);
  return hiddenSize * (2 * keyWidth + 3 * valueWidth + 2 * values);
}

// Kimi: query, key, value and output, a gate of full or low rank, and a decay
function countKimiDelta(
  { linear_attn_config: linear }: HubConfig,
  hiddenSize: number,
) {
  const heads = isObject(linear) ? findNumber(linear, 'num_heads') : undefined;
  if (!isObject(linear) || !heads) {
    return undefined;
  }
  const headDim = findNumber(linear, 'head_dim') ?? 128;
  const width = heads * headDim;
  const lowRank = headDim * (hiddenSize + width);
  const gate =
    linear.use_full_rank_gate === true ? hiddenSize * width : lowRank;
  return 4 * hiddenSize * width + gate + lowRank + hiddenSize * heads;
}

function countMamba2(config: HubConfig, hiddenSize: number) {
  const heads = findNumber(
    config,
    'mamba_n_heads',
    'mamba_num_heads',
    'n_mamba_heads',
    ...(config.model_type === 'mamba2' ? ['num_heads'] : []),
  );
  const state = findNumber(
    config,
    'mamba_d_state',
    'ssm_state_size',
    ...(config.model_type === 'mamba2' ? ['state_size'] : []),
  );
  if (!heads || !state || config.model_type === 'jamba') {
    return undefined;
  }
  const groups = findNumber(
    config,
    'mamba_n_groups',
    'n_groups',
    'mamba_ngroups',
  );
  const width =
    findNumber(config, 'mamba_d_ssm') ??
    multiply(heads, findNumber(config, 'mamba_d_head', 'mamba_head_dim')) ??
    hiddenSize * (findNumber(config, 'mamba_expand', 'expand') ?? 2);
  return hiddenSize * (3 * width + 2 * (groups ?? 1) * state + heads);
}

function countMamba1(config: HubConfig, hiddenSize: number) {
  const state = findNumber(config, 'mamba_d_state', 'state_size');
  if (!state) {
    return undefined;
  }
  const width =
    hiddenSize * (findNumber(config, 'mamba_expand', 'expand') ?? 2);
  const rank =
    findNumber(config, 'mamba_dt_rank', 'time_step_rank') ??
    Math.ceil(hiddenSize / 16);
  return width * (3 * hiddenSize + 2 * rank + 3 * state);
}

function countOthers(config: HubConfig, hiddenSize: number) {
  const width =
    (findNumber(config, 'num_attention_heads') ?? 0) *
    (findNumber(config, 'head_dim') ?? 0);
  if (Array.isArray(config.attn_type_list)) {
    // lightning attention: query, key, value, gate and output
    return hiddenSize * 5 * width;
  }
  return String(config.model_type).startsWith('lfm2')
    ? 4 * hiddenSize * hiddenSize
    : undefined;
}

function multiply(a: number, b: number | undefined): number | undefined {
  return b === undefined ? undefined : a * b;
}
