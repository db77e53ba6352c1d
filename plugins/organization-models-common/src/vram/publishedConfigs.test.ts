/*
 * Kinds of configs that transformers does not build: sizes are those which
 * their makers publish.
 */
import { computeArchitectureBytes } from './computeArchitectureBytes';
import { computeKvBytesPerToken } from './computeKvCacheBytes';
import { parseArchitecture } from './parseArchitecture';

const ATTENDING = {
  attention: { n_heads_in_group: 8, no_op: false },
  ffn: { ffn_mult: 5.25, no_op: false },
};
const SKIPPING = {
  attention: { n_heads_in_group: null, no_op: true },
  ffn: { ffn_mult: 2.625, no_op: false },
};

/** nvidia/Llama-3_3-Nemotron-Super-49B-v1, whose blocks are shortened. */
const SEARCHED = {
  model_type: 'nemotron-nas',
  hidden_size: 8192,
  intermediate_size: null,
  num_attention_heads: 64,
  num_key_value_heads: null,
  num_hidden_layers: 4,
  vocab_size: 128256,
  tie_word_embeddings: false,
  block_configs: [ATTENDING, SKIPPING, ATTENDING, SKIPPING],
};

const FULL_LAYERS = [...Array(23)].map((_, index) => 4 * (index + 1));

const KIMI_K3 = {
  model_type: 'kimi_linear',
  hidden_size: 7168,
  intermediate_size: 33792,
  moe_intermediate_size: 3072,
  routed_expert_hidden_size: 3584,
  num_experts: 896,
  num_shared_experts: 2,
  first_k_dense_replace: 1,
  num_hidden_layers: 93,
  num_attention_heads: 96,
  num_key_value_heads: 96,
  kv_lora_rank: 512,
  q_lora_rank: 1536,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  linear_attn_config: {
    full_attn_layers: [...FULL_LAYERS, 93],
    head_dim: 128,
    num_heads: 96,
    use_full_rank_gate: true,
  },
  vocab_size: 163840,
  tie_word_embeddings: false,
};

/** mistralai/Mistral-Large-3-675B-Instruct-2512, which has no config.json. */
const MISTRAL_LARGE_3 = {
  dim: 7168,
  n_layers: 61,
  head_dim: 128,
  hidden_dim: 16384,
  n_heads: 128,
  n_kv_heads: 128,
  vocab_size: 131072,
  tied_embeddings: false,
  max_position_embeddings: 294912,
  q_lora_rank: 1536,
  qk_rope_head_dim: 64,
  qk_nope_head_dim: 128,
  kv_lora_rank: 512,
  v_head_dim: 128,
  quantization: { qformat_weight: 'fp8_e4m3', qscheme_act: 'TENSOR' },
  moe: {
    num_experts: 128,
    num_experts_per_tok: 4,
    expert_hidden_dim: 4096,
    num_shared_experts: 1,
    first_k_dense_replace: 3,
    route_every_n: 1,
  },
};

/** mistralai/Mamba-Codestral-7B-v0.1 as transformers names its parts. */
const CODESTRAL = {
  model_type: 'mamba2',
  hidden_size: 4096,
  num_hidden_layers: 64,
  state_size: 128,
  expand: 2,
  num_heads: 128,
  head_dim: 64,
  n_groups: 8,
  vocab_size: 32768,
  tie_word_embeddings: false,
};

/** google/gemma-4-E2B: sgl-project/ome, testdata/gemma4_e2b.json. */
const GEMMA_E2B = {
  model_type: 'gemma4',
  tie_word_embeddings: true,
  text_config: {
    model_type: 'gemma4_text',
    head_dim: 256,
    hidden_size: 1536,
    hidden_size_per_layer_input: 256,
    intermediate_size: 6144,
    max_position_embeddings: 131072,
    num_attention_heads: 8,
    num_experts: null,
    num_hidden_layers: 35,
    num_key_value_heads: 1,
    num_kv_shared_layers: 20,
    sliding_window: 512,
    vocab_size: 262144,
  },
};

const parametersOf = (config: object) =>
  computeArchitectureBytes(parseArchitecture(config)!) / 2;

describe('published configs', () => {
  it('counts only what a searched architecture has left of its layers', () => {
    const attention = 8192 * 128 * 2 * (64 + 8);
    const forward = (width: number) => 3 * 8192 * width;
    const vocabulary = 2 * 128256 * 8192;
    const norms = 9 * 8192;
    expect(parametersOf(SEARCHED)).toBe(
      2 * attention +
        2 * forward(28672) +
        2 * forward(14336) +
        vocabulary +
        norms,
    );
  });

  it('knows Kimi K3, whose experts see a narrower vector (2.8 T)', () => {
    expect(Math.abs(parametersOf(KIMI_K3) / 2.8e12 - 1)).toBeLessThan(0.03);
    expect(
      computeKvBytesPerToken(parseArchitecture(KIMI_K3)!, {
        tensorParallelSize: 8,
      }).bytes,
    ).toBe(24 * (512 + 64) * 2);
  });

  it('knows Mistral Large 3 by its params.json (675 B with what sees)', () => {
    const architecture = parseArchitecture(MISTRAL_LARGE_3)!;
    expect(architecture).toMatchObject({
      maxContext: 294912,
      quantization: { method: 'fp8', bits: 8 },
      experts: { count: 128, intermediateSize: 4096, layers: 58 },
    });
    const plain = { ...architecture, quantization: undefined };
    expect(
      Math.abs(computeArchitectureBytes(plain) / 2 / 673e9 - 1),
    ).toBeLessThan(0.03);
    expect(
      computeKvBytesPerToken(architecture, { tensorParallelSize: 8 }).bytes,
    ).toBe(61 * (512 + 64) * 2);
  });

  it('keeps every layer of an older params.json, or those in windows', () => {
    const params = {
      dim: 4096,
      n_layers: 36,
      head_dim: 128,
      hidden_dim: 12288,
      n_heads: 32,
      n_kv_heads: 8,
      vocab_size: 131072,
    };
    expect(parseArchitecture(params)).toMatchObject({
      keyValueHeads: 8,
      maxContext: 128_000,
      attention: { full: 36 },
    });
    expect(
      parseArchitecture({
        ...params,
        sliding_window: [null, 32768, 32768, 32768],
      }),
    ).toMatchObject({
      attention: { full: 9, sliding: { layers: 27, windowTokens: 32768 } },
    });
  });

  it('knows a block of its own beside experts (Grok 2, 270 B)', () => {
    const config = {
      model_type: 'git',
      residual_moe: true,
      hidden_size: 8192,
      intermediate_size: 32768,
      moe_intermediate_size: 16384,
      num_hidden_layers: 64,
      num_attention_heads: 64,
      num_key_value_heads: 8,
      num_local_experts: 8,
      vocab_size: 131072,
      tie_word_embeddings: false,
    };
    expect(Math.abs(parametersOf(config) / 270e9 - 1)).toBeLessThan(0.01);
  });

  it('knows a width that stands for two (Qwen 7B, 7.72 B)', () => {
    const config = {
      model_type: 'qwen',
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      intermediate_size: 22016,
      vocab_size: 151936,
      tie_word_embeddings: false,
    };
    expect(Math.abs(parametersOf(config) / 7.72e9 - 1)).toBeLessThan(0.01);
  });

  it('keeps tokens in the layers alone that are named hybrid (Zamba 2)', () => {
    const architecture = parseArchitecture({
      model_type: 'zamba2',
      hidden_size: 3584,
      num_hidden_layers: 81,
      num_attention_heads: 32,
      attention_head_dim: 224,
      hybrid_layer_ids: [6, 11, 17, 23, 29, 35, 41, 47, 53, 59, 65, 71, 77],
      vocab_size: 32000,
    });
    expect(architecture?.attention).toMatchObject({ full: 13 });
  });

  it('keeps nothing of a token where there is no attention (7.3 B)', () => {
    expect(Math.abs(parametersOf(CODESTRAL) / 7.285e9 - 1)).toBeLessThan(0.01);
    for (const config of [
      CODESTRAL,
      {
        model_type: 'falcon_mamba',
        hidden_size: 4096,
        num_hidden_layers: 64,
        state_size: 16,
        expand: 2,
        vocab_size: 65024,
      },
    ]) {
      const architecture = parseArchitecture(config)!;
      expect(
        computeKvBytesPerToken(architecture, { tensorParallelSize: 1 }).bytes,
      ).toBe(0);
    }
  });

  it('fills in which layers of Gemma 4 see everything (5.1 B)', () => {
    const architecture = parseArchitecture(GEMMA_E2B)!;
    expect(architecture).toMatchObject({
      headDim: 512,
      layerEmbeddingSize: 256,
      attention: {
        full: 2,
        sliding: { layers: 13, windowTokens: 512, headDim: 256 },
      },
    });
    const { per_layer_config, ...rest } = {
      ...GEMMA_E2B.text_config,
      per_layer_config: { '05': { head_dim: 1024 } },
    };
    expect(parseArchitecture({ ...rest, per_layer_config })).toMatchObject({
      headDim: 1024,
    });
  });

  it('knows which layers of Qwen 3.5 attend where its file does not say', () => {
    const config = {
      model_type: 'qwen3_5_text',
      hidden_size: 5120,
      intermediate_size: 17408,
      num_hidden_layers: 64,
      num_attention_heads: 24,
      num_key_value_heads: 4,
      head_dim: 256,
      vocab_size: 248320,
    };
    expect(parseArchitecture(config)).toMatchObject({
      attention: { full: 16 },
    });
  });

  it('reads the names that newer files have for layers of Nemotron-H', () => {
    expect(
      parseArchitecture({
        model_type: 'nemotron_h',
        hidden_size: 4096,
        intermediate_size: 21504,
        num_attention_heads: 32,
        num_key_value_heads: 8,
        vocab_size: 131072,
        layers_block_type: [
          'linear_attention',
          'mlp',
          'linear_attention',
          'full_attention',
        ],
      }),
    ).toMatchObject({ layers: 4, attention: { full: 1 }, denseLayers: 1 });
  });
});
