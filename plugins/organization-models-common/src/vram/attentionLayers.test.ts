import {
  computeKvBytesPerToken,
  computeKvCacheBytes,
} from './computeKvCacheBytes';
import { computeWeightBytes } from './computeWeightBytes';
import { estimateVram } from './estimateVram';
import { findLargestContext } from './findLargestContext';
import { parseArchitecture } from './parseArchitecture';

const GI = 2 ** 30;
const plain = {
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 12,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  head_dim: 128,
  vocab_size: 32000,
  max_position_embeddings: 131072,
};
const window = { sliding_window: 512 };
const listOf = (length: number, item: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => item(index));

describe('layers by the names that families have for them', () => {
  it.each<[string, object, { full: number; sliding?: number }]>([
    ['nothing', {}, { full: 12 }],
    [
      'layer_types',
      {
        ...window,
        layer_types: listOf(12, i =>
          i % 3 === 2 ? 'full_attention' : 'sliding_attention',
        ),
      },
      { full: 4, sliding: 8 },
    ],
    [
      'linear layer_types',
      {
        layer_types: listOf(12, i =>
          i % 4 === 3 ? 'full_attention' : 'linear_attention',
        ),
      },
      { full: 3 },
    ],
    [
      'conv layer_types',
      { layer_types: listOf(12, i => (i % 2 ? 'full_attention' : 'conv')) },
      { full: 6 },
    ],
    [
      'chunked layer_types',
      {
        attention_chunk_size: 512,
        layer_types: listOf(12, i =>
          i % 4 === 3 ? 'full_attention' : 'chunked_attention',
        ),
      },
      { full: 3, sliding: 9 },
    ],
    [
      'layers_block_type',
      { layers_block_type: listOf(12, i => (i === 5 ? 'attention' : 'mamba')) },
      { full: 1 },
    ],
    [
      'hybrid blocks, which have both',
      {
        layers_block_type: listOf(12, i => (i % 6 === 5 ? 'hybrid' : 'mamba')),
      },
      { full: 2 },
    ],
    [
      'block_types that repeat',
      {
        attention_window_size: 512,
        block_types: ['recurrent', 'recurrent', 'attention'],
      },
      { full: 0, sliding: 4 },
    ],
    [
      'attn_type_list',
      { attn_type_list: listOf(12, i => (i % 8 === 7 ? 1 : 0)) },
      { full: 1 },
    ],
    ['full_attention_interval', { full_attention_interval: 4 }, { full: 3 }],
    [
      'attn_layer_period and offset',
      { attn_layer_period: 8, attn_layer_offset: 4 },
      { full: 1 },
    ],
    ['attn_layer_indices', { attn_layer_indices: [2, 7] }, { full: 2 }],
    ['full_attn_idxs', { full_attn_idxs: [2, 5, 8] }, { full: 3 }],
    [
      'linear_attn_config',
      {
        linear_attn_config: {
          full_attn_layers: [4, 8, 12],
          kda_layers: [1, 2, 3],
        },
      },
      { full: 3 },
    ],
    ['layer_group_size', { layer_group_size: 4 }, { full: 3 }],
    [
      'hybrid_override_pattern',
      { hybrid_override_pattern: 'M-M*M-M*M-M-' },
      { full: 2 },
    ],
    [
      'hybrid_layer_pattern',
      {
        ...window,
        hybrid_layer_pattern: listOf(12, i => (i % 6 === 0 ? 0 : 1)),
      },
      { full: 2, sliding: 10 },
    ],
    [
      'sliding_window_pattern as a number',
      { ...window, sliding_window_pattern: 6 },
      { full: 2, sliding: 10 },
    ],
    [
      'sliding_window_pattern in letters',
      { ...window, sliding_window_pattern: 'LLLG' },
      { full: 3, sliding: 9 },
    ],
    [
      'global_attn_every_n_layers',
      { ...window, global_attn_every_n_layers: 4 },
      { full: 3, sliding: 9 },
    ],
    [
      'global_attn_idx',
      { ...window, global_attn_idx: [0, 6, 11] },
      { full: 3, sliding: 9 },
    ],
    [
      'no_rope_layers',
      {
        attention_chunk_size: 512,
        no_rope_layers: listOf(12, i => (i % 6 === 5 ? 0 : 1)),
      },
      { full: 2, sliding: 10 },
    ],
    [
      'an empty no_rope_layers',
      { attention_chunk_size: 512, no_rope_layers: [] },
      { full: 3, sliding: 9 },
    ],
    [
      'no_rope_layer_interval',
      { attention_chunk_size: 512, no_rope_layer_interval: 3 },
      { full: 4, sliding: 8 },
    ],
    [
      'no_rope_layers without chunks',
      { no_rope_layers: listOf(12, i => (i % 4 === 3 ? 0 : 1)) },
      { full: 12 },
    ],
    [
      'cross_attention_layers',
      { cross_attention_layers: [3, 8] },
      { full: 10 },
    ],
    ['num_kv_shared_layers', { num_kv_shared_layers: 5 }, { full: 7 }],
    [
      'shared layers after windows',
      {
        ...window,
        num_kv_shared_layers: 4,
        layer_types: listOf(12, i =>
          i % 4 === 3 ? 'full_attention' : 'sliding_attention',
        ),
      },
      { full: 2, sliding: 6 },
    ],
    [
      'a window that is off',
      { ...window, use_sliding_window: false },
      { full: 12 },
    ],
    [
      'a window as long as the context',
      { sliding_window: 131072 },
      { full: 12 },
    ],
    [
      'a name that is new',
      { layer_types: listOf(12, () => 'compressed_attention') },
      { full: 12 },
    ],
  ])('%s', (_, config, { full, sliding }) => {
    const { attention } = parseArchitecture({ ...plain, ...config })!;
    expect(attention.full).toBe(full);
    expect(attention.sliding?.layers).toBe(sliding);
  });

  it.each(['text_config', 'llm_config', 'language_config'])(
    'inside %s',
    part => {
      expect(
        parseArchitecture({ [part]: { ...plain, attn_layer_indices: [2] } })
          ?.attention,
      ).toEqual({ full: 1 });
    },
  );
});

describe('what one token takes', () => {
  const bytesOf = (config: object, tensorParallelSize = 1) =>
    computeKvBytesPerToken(parseArchitecture({ ...plain, ...config })!, {
      tensorParallelSize,
    }).bytes / 12;

  it.each<[string, object, number]>([
    ['grouped heads', {}, 2 * 2 * 128 * 2],
    ['one head for all', { multi_query: true }, 2 * 128 * 2],
    [
      'one head, nested',
      { attn_config: { attn_type: 'multiquery_attention' } },
      2 * 128 * 2,
    ],
    [
      'heads in attn_config',
      { num_key_value_heads: undefined, attn_config: { kv_n_heads: 4 } },
      2 * 4 * 128 * 2,
    ],
    [
      'groups of ChatGLM',
      {
        num_key_value_heads: undefined,
        multi_query_attention: true,
        multi_query_group_num: 2,
      },
      2 * 2 * 128 * 2,
    ],
    [
      'groups of ChatGLM that are off',
      {
        num_key_value_heads: undefined,
        multi_query_attention: false,
        multi_query_group_num: 2,
      },
      2 * 8 * 128 * 2,
    ],
    [
      'values smaller than keys',
      { head_dim: 192, v_head_dim: 128 },
      2 * (192 + 128) * 2,
    ],
    [
      'latent attention',
      { kv_lora_rank: 512, qk_rope_head_dim: 64, v_head_dim: 128 },
      576 * 2,
    ],
    [
      'latent attention with an index',
      { kv_lora_rank: 512, qk_rope_head_dim: 64, index_head_dim: 128 },
      576 * 2 + 132,
    ],
  ])('of %s', (_, config, bytes) => {
    expect(bytesOf(config)).toBe(bytes);
  });

  it('differs by layer where that was searched for (Llama-Nemotron)', () => {
    const block_configs = [
      { attention: { n_heads_in_group: 2 } },
      { attention: { no_op: true } },
      { attention: { n_heads_in_group: 8 } },
    ];
    const config = { ...plain, num_hidden_layers: 3, block_configs };
    const architecture = parseArchitecture(config)!;
    expect(
      computeKvBytesPerToken(architecture, { tensorParallelSize: 1 }).bytes,
    ).toBe((4 + 1) * 2 * 128 * 2);
  });

  it('of windows with heads of their own', () => {
    const config = {
      ...plain,
      ...window,
      hybrid_layer_pattern: listOf(12, i => (i === 0 ? 0 : 1)),
      swa_num_key_value_heads: 4,
    };
    expect(
      computeKvCacheBytes(parseArchitecture(config)!, {
        tensorParallelSize: 1,
        contextTokens: 64,
        batchedTokens: 0,
      }).bytes,
    ).toBe(80 * (2 + 11 * 4) * 2 * 128 * 2);
  });
});

describe('Llama 4 Scout, of whose layers a fourth keeps ten million tokens', () => {
  const architecture = parseArchitecture({
    model_type: 'llama4',
    text_config: {
      model_type: 'llama4_text',
      attention_chunk_size: 8192,
      head_dim: 128,
      hidden_size: 5120,
      intermediate_size: 8192,
      intermediate_size_mlp: 16384,
      interleave_moe_layer_step: 1,
      max_position_embeddings: 10485760,
      no_rope_layers: [],
      num_attention_heads: 40,
      num_hidden_layers: 48,
      num_key_value_heads: 8,
      num_local_experts: 16,
      vocab_size: 202048,
    },
  })!;
  const facts = {
    architecture,
    weights: { parameters: { BF16: 108_641_793_536 } },
  };

  it('does not fit eight H100 with all of its context', () => {
    const { parts, perGpu } = estimateVram(facts, { tensorParallelSize: 8 })!;
    expect(parts.kvCache.bytes / GI).toBeGreaterThan(60);
    expect(parts.kvCache.bytes / GI).toBeLessThan(62);
    const h100 = { gpuMemoryBytes: 81559 * 2 ** 20, utilization: 0.9 };
    expect(perGpu.bytes).toBeGreaterThan(h100.gpuMemoryBytes * 0.9);
    const { tokens } = findLargestContext(facts, {
      ...h100,
      tensorParallelSize: 8,
    })!;
    expect(tokens).toBeGreaterThan(1_000_000);
    expect(tokens).toBeLessThan(10_485_760);
  });
});

describe('packed weights, which hubs count in two ways', () => {
  const packed = (bits: number, quant_method: string) =>
    parseArchitecture({
      hidden_size: 8192,
      intermediate_size: 28672,
      num_hidden_layers: 80,
      num_attention_heads: 64,
      num_key_value_heads: 8,
      vocab_size: 128256,
      quantization_config: { quant_method, bits, group_size: 128 },
    })!;
  const logical = { F16: 2_101_346_304, I32: 68_451_041_280 };
  const elements = { F16: 2_101_346_304, I32: 68_451_041_280 / 8 };

  it.each([
    ['what they stand for', logical],
    ['what they are', elements],
  ])('%s: a model of 70B in 4 bits takes less than 40 GB', (_, parameters) => {
    const { bytes, certainty } = computeWeightBytes({
      architecture: packed(4, 'awq'),
      weights: { parameters },
    })!;
    expect(bytes).toBeGreaterThan(35e9);
    expect(bytes).toBeLessThan(40e9);
    expect(certainty).toBe('estimated');
  });

  it('takes the files instead, where their size is known', () => {
    expect(
      computeWeightBytes({
        architecture: packed(4, 'mxfp4'),
        weights: {
          parameters: { BF16: 1_804_459_584, U8: 19_110_297_600 },
          totalBytes: 13_761_264_768,
        },
      }),
    ).toEqual({ bytes: 13_761_264_768, certainty: 'exact' });
  });

  it('halves files of full precision, as the engine does', () => {
    const architecture = parseArchitecture({
      ...plain,
      torch_dtype: 'float32',
    });
    const weights = { totalBytes: 100 };
    expect(computeWeightBytes({ architecture, weights })?.bytes).toBe(50);
  });
});
