import { findNumber, isObject, type HubConfig } from './hubConfig';
import { isStateSpace } from './listLayerKinds';
import type { ModelArchitecture } from './ModelArchitecture';

// their blocks are two matrices with a function in between
const UNGATED =
  /^(gpt2|gptj|gpt_neo|gpt_neox|gpt_bigcode|starcoder2|bloom|mpt|opt|falcon|phi|nemotron|nemotron_h|arcee|apertus|jais2|nanochat|biogpt|whisper|persimmon|codegen|.*bert.*|xlm-roberta|xlm_roberta|mpnet)$/;
const GATED_ENCODERS = /^(modernbert|nomic_bert|neobert)$/;

/** Qwen 1 gives the width of both of its first matrices together. */
const FUSED = 'qwen';

/** Reads the blocks after attention, as far as they are no experts. */
export function parseFeedForward(
  config: HubConfig,
  { layers, hiddenSize }: { layers: number; hiddenSize: number },
): Pick<ModelArchitecture, 'intermediateSize' | 'ungated' | 'denseLayers'> {
  const type = String(config.model_type);
  const intermediateSize =
    findNumber(
      config,
      // Llama 4 and MiniMax M3 give the width of experts as intermediate_size
      'intermediate_size_mlp',
      'dense_intermediate_size',
      'intermediate_size',
      'ffn_hidden_size',
      'n_inner',
      'ffn_dim',
      'decoder_ffn_dim',
    ) ??
    firstOfList(config.intermediate_size) ??
    4 * hiddenSize;
  return {
    intermediateSize:
      meanOfBlocks(config, hiddenSize) ??
      (config.block_auto_adjust_ff_dim === true
        ? adjust(intermediateSize, config)
        : intermediateSize / (type === FUSED ? 2 : 1)),
    ungated: (UNGATED.test(type) && !GATED_ENCODERS.test(type)) || undefined,
    denseLayers: countDenseLayers(config, layers),
  };
}

// Nemotron-H: a layer is one thing or another; LongCat: each has two of them;
// Grok 2: each has one beside its experts
function countDenseLayers(
  { hybrid_override_pattern: pattern, model_type, residual_moe }: HubConfig,
  layers: number,
): number | undefined {
  if (isStateSpace({ model_type })) {
    return 0;
  }
  if (typeof pattern === 'string') {
    return [...pattern].filter(letter => letter === '-').length;
  }
  if (residual_moe === true) {
    return layers;
  }
  return model_type === 'longcat_flash' ? 2 * layers : undefined;
}

// Llama-Nemotron: the width of each layer as a multiple of the usual one
function meanOfBlocks(
  { block_configs: blocks }: HubConfig,
  hiddenSize: number,
): number | undefined {
  if (!Array.isArray(blocks) || blocks.length === 0) {
    return undefined;
  }
  const widths = blocks.map(block => {
    const forward = isObject(block) && isObject(block.ffn) ? block.ffn : {};
    const width = Number(forward.ffn_mult) * hiddenSize * (2 / 3);
    return width > 0 ? Math.ceil(width / 256) * 256 : 0;
  });
  return widths.reduce((sum, width) => sum + width, 0) / blocks.length;
}

// LFM 2 gives the width that a block of two matrices would have
function adjust(size: number, config: HubConfig): number {
  const multiple = findNumber(config, 'block_multiple_of') ?? 1;
  const factor = Number(config.block_ffn_dim_multiplier ?? 1);
  return Math.ceil((factor * Math.floor((2 * size) / 3)) / multiple) * multiple;
}

function firstOfList(value: unknown): number | undefined {
  return Array.isArray(value) && Number.isSafeInteger(value[0])
    ? value[0]
    : undefined;
}
