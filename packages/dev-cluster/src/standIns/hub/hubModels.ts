/*
 * A stand-in of the Hugging Face hub's content: the numbers of well-known models as their repositories give
 * them (config.json, and the parameters by type that the hub reads from the safetensors headers).
 */

/** One repository. */
export interface HubModel {
  readonly id: string;
  readonly gated?: 'auto' | 'manual';
  readonly pipelineTag: string;
  readonly libraryName: string;
  /** As in config.json, shortened to what describes the architecture. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Elements by type; absent for a repository without safetensors. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Weight files, where they are no safetensors: bytes by name. */
  readonly otherWeights?: Readonly<Record<string, number>>;
  /** Bytes of all safetensors, where the hub counts what is packed in them. */
  readonly weightBytes?: number;
  /** All files with their bytes, where they are not those that follow from the above. */
  readonly files?: Readonly<Record<string, number>>;
  /** Where the files are, of which the weights may be missing. */
  readonly folder?: string;
  /** Small files by name, with their content. */
  readonly contents?: Readonly<Record<string, string>>;
  /** How the hub behaves for it. */
  readonly behaviour?: 'rate-limited' | 'slow';
}

const llama = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  vocab_size: 128256,
  max_position_embeddings: 131072,
  num_key_value_heads: 8,
  head_dim: 128,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  rope_theta: 500000,
  rope_scaling: {
    rope_type: 'llama3',
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  },
};

const mistral = {
  architectures: ['MistralForCausalLM'],
  model_type: 'mistral',
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 32768,
  sliding_window: null,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

const qwen3 = {
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  vocab_size: 151936,
  max_position_embeddings: 40960,
  head_dim: 128,
  num_key_value_heads: 8,
  rope_theta: 1000000,
  torch_dtype: 'bfloat16',
};

const generator = {
  pipelineTag: 'text-generation',
  libraryName: 'transformers',
};

export const hubModels: readonly HubModel[] = [
  {
    id: 'Qwen/Qwen3-8B',
    ...generator,
    config: {
      ...qwen3,
      hidden_size: 4096,
      intermediate_size: 12288,
      num_hidden_layers: 36,
      num_attention_heads: 32,
      tie_word_embeddings: false,
    },
    parameters: { BF16: 8_190_735_360 },
  },
  {
    id: 'Qwen/Qwen3-0.6B',
    ...generator,
    config: {
      ...qwen3,
      hidden_size: 1024,
      intermediate_size: 3072,
      num_hidden_layers: 28,
      num_attention_heads: 16,
      tie_word_embeddings: true,
    },
    parameters: { BF16: 751_632_384 },
  },
  {
    id: 'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
    ...generator,
    config: {
      architectures: ['Qwen3MoeForCausalLM'],
      model_type: 'qwen3_moe',
      vocab_size: 151936,
      hidden_size: 2048,
      intermediate_size: 5472,
      moe_intermediate_size: 768,
      num_experts: 128,
      num_experts_per_tok: 8,
      num_hidden_layers: 48,
      num_attention_heads: 32,
      num_key_value_heads: 4,
      head_dim: 128,
      max_position_embeddings: 262144,
      tie_word_embeddings: false,
      torch_dtype: 'bfloat16',
      quantization_config: {
        quant_method: 'fp8',
        fmt: 'e4m3',
        activation_scheme: 'dynamic',
        weight_block_size: [128, 128],
      },
    },
    parameters: { BF16: 636_948_480, F8_E4M3: 29_896_998_912 },
  },
  {
    id: 'meta-llama/Llama-3.1-8B-Instruct',
    gated: 'manual',
    ...generator,
    config: {
      ...llama,
      hidden_size: 4096,
      intermediate_size: 14336,
      num_hidden_layers: 32,
      num_attention_heads: 32,
    },
    parameters: { BF16: 8_030_261_248 },
  },
  {
    id: 'meta-llama/Llama-3.3-70B-Instruct',
    gated: 'manual',
    ...generator,
    config: {
      ...llama,
      hidden_size: 8192,
      intermediate_size: 28672,
      num_hidden_layers: 80,
      num_attention_heads: 64,
    },
    parameters: { BF16: 70_553_706_496 },
  },
  {
    id: 'mistralai/Mistral-7B-Instruct-v0.3',
    ...generator,
    libraryName: 'vllm',
    config: { ...mistral, vocab_size: 32768 },
    parameters: { BF16: 7_248_023_552 },
  },
  {
    id: 'mistralai/Mixtral-8x7B-Instruct-v0.1',
    ...generator,
    libraryName: 'vllm',
    config: {
      ...mistral,
      architectures: ['MixtralForCausalLM'],
      model_type: 'mixtral',
      vocab_size: 32000,
      num_local_experts: 8,
      num_experts_per_tok: 2,
    },
    parameters: { BF16: 46_702_792_704 },
  },
  {
    id: 'google/gemma-2-9b-it',
    gated: 'manual',
    ...generator,
    config: {
      architectures: ['Gemma2ForCausalLM'],
      model_type: 'gemma2',
      vocab_size: 256000,
      hidden_size: 3584,
      intermediate_size: 14336,
      num_hidden_layers: 42,
      num_attention_heads: 16,
      num_key_value_heads: 8,
      head_dim: 256,
      max_position_embeddings: 8192,
      sliding_window: 4096,
      tie_word_embeddings: true,
      torch_dtype: 'bfloat16',
    },
    parameters: { BF16: 9_241_705_984 },
  },
  {
    id: 'deepseek-ai/DeepSeek-V3',
    ...generator,
    config: {
      architectures: ['DeepseekV3ForCausalLM'],
      model_type: 'deepseek_v3',
      auto_map: { AutoConfig: 'configuration_deepseek.DeepseekV3Config' },
      vocab_size: 129280,
      hidden_size: 7168,
      intermediate_size: 18432,
      moe_intermediate_size: 2048,
      n_routed_experts: 256,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      first_k_dense_replace: 3,
      num_hidden_layers: 61,
      num_nextn_predict_layers: 1,
      num_attention_heads: 128,
      num_key_value_heads: 128,
      q_lora_rank: 1536,
      kv_lora_rank: 512,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      max_position_embeddings: 163840,
      rope_scaling: {
        type: 'yarn',
        factor: 40,
        original_max_position_embeddings: 4096,
      },
      tie_word_embeddings: false,
      torch_dtype: 'bfloat16',
      quantization_config: {
        quant_method: 'fp8',
        fmt: 'e4m3',
        activation_scheme: 'dynamic',
        weight_block_size: [128, 128],
      },
    },
    parameters: {
      BF16: 3_918_786_560,
      F8_E4M3: 680_571_043_840,
      F32: 41_555_600,
    },
  },
  {
    id: 'openai/gpt-oss-20b',
    ...generator,
    config: {
      architectures: ['GptOssForCausalLM'],
      model_type: 'gpt_oss',
      vocab_size: 201088,
      hidden_size: 2880,
      intermediate_size: 2880,
      num_hidden_layers: 24,
      num_attention_heads: 64,
      num_key_value_heads: 8,
      head_dim: 64,
      num_local_experts: 32,
      num_experts_per_tok: 4,
      max_position_embeddings: 131072,
      sliding_window: 128,
      layer_types: Array.from({ length: 24 }, (_, layer) =>
        layer % 2 === 0 ? 'sliding_attention' : 'full_attention',
      ),
      tie_word_embeddings: false,
      quantization_config: { quant_method: 'mxfp4' },
    },
    parameters: { BF16: 1_804_459_584, U8: 19_110_297_600 },
    weightBytes: 13_761_264_768,
  },
  {
    id: 'BAAI/bge-m3',
    pipelineTag: 'sentence-similarity',
    libraryName: 'sentence-transformers',
    config: {
      architectures: ['XLMRobertaModel'],
      model_type: 'xlm-roberta',
      vocab_size: 250002,
      hidden_size: 1024,
      intermediate_size: 4096,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      max_position_embeddings: 8194,
      torch_dtype: 'float32',
    },
    otherWeights: { 'pytorch_model.bin': 2_271_145_830 },
  },
  {
    id: 'intfloat/e5-mistral-7b-instruct',
    pipelineTag: 'feature-extraction',
    libraryName: 'sentence-transformers',
    config: {
      ...mistral,
      architectures: ['MistralModel'],
      vocab_size: 32000,
      sliding_window: 4096,
      torch_dtype: 'float16',
    },
    parameters: { F16: 7_110_660_096 },
  },
  {
    id: 'Qwen/Qwen2.5-VL-7B-Instruct',
    pipelineTag: 'image-text-to-text',
    libraryName: 'transformers',
    config: {
      architectures: ['Qwen2_5_VLForConditionalGeneration'],
      model_type: 'qwen2_5_vl',
      vocab_size: 152064,
      hidden_size: 3584,
      intermediate_size: 18944,
      num_hidden_layers: 28,
      num_attention_heads: 28,
      num_key_value_heads: 4,
      max_position_embeddings: 128000,
      tie_word_embeddings: false,
      torch_dtype: 'bfloat16',
      vision_config: {
        depth: 32,
        hidden_size: 1280,
        intermediate_size: 3420,
        num_heads: 16,
        out_hidden_size: 3584,
        patch_size: 14,
      },
    },
    parameters: { BF16: 8_292_166_656 },
  },
  {
    id: 'Qwen/Qwen2.5-7B-Instruct-AWQ',
    ...generator,
    config: {
      architectures: ['Qwen2ForCausalLM'],
      model_type: 'qwen2',
      vocab_size: 152064,
      hidden_size: 3584,
      intermediate_size: 18944,
      num_hidden_layers: 28,
      num_attention_heads: 28,
      num_key_value_heads: 4,
      max_position_embeddings: 32768,
      tie_word_embeddings: false,
      torch_dtype: 'float16',
      quantization_config: {
        quant_method: 'awq',
        bits: 4,
        group_size: 128,
        zero_point: true,
        version: 'gemm',
      },
    },
    parameters: { F16: 1_141_306_880, I32: 6_576_267_264 },
    weightBytes: 5_570_747_392,
  },
  {
    id: 'stand-in/rate-limited',
    ...generator,
    config: {},
    behaviour: 'rate-limited',
  },
  {
    id: 'stand-in/slow',
    ...generator,
    config: {
      ...qwen3,
      hidden_size: 1024,
      intermediate_size: 3072,
      num_hidden_layers: 28,
      num_attention_heads: 16,
      tie_word_embeddings: true,
    },
    parameters: { BF16: 751_632_384 },
    behaviour: 'slow',
  },
];
