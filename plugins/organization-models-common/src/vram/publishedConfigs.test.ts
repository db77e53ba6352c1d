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
});
