import { findNumber, isObject, type HubConfig } from './hubConfig';
import type { Quantization } from './ModelArchitecture';

const BITS: [RegExp, number][] = [
  [/fp8|w8a8|int8|8bit|modelopt$/, 8],
  [/fp4|awq|gptq|int4|4bit|w4a/, 4],
];

/** Reads `quantization_config`, or what other tools call it. */
export function parseQuantization(config: HubConfig): Quantization | undefined {
  const quantization = config.quantization_config ?? config.compression_config;
  if (!isObject(quantization)) {
    return undefined;
  }
  const weights = findWeightScheme(quantization);
  const method = String(quantization.quant_method ?? 'unknown').toLowerCase();
  const format = `${method} ${String(quantization.quant_algo ?? '')}`;
  return {
    method,
    bits:
      findNumber(weights, 'num_bits', 'bits', 'w_bit') ??
      (quantization.load_in_4bit === true ? 4 : undefined) ??
      BITS.find(([pattern]) => pattern.test(format.toLowerCase()))?.[1] ??
      8,
    blockSize: findBlockSize(weights),
  };
}

// compressed-tensors describes groups of layers, of which the first is most
function findWeightScheme(quantization: HubConfig): HubConfig {
  const groups = quantization.config_groups;
  const [first] = isObject(groups) ? Object.values(groups) : [];
  return isObject(first) && isObject(first.weights)
    ? first.weights
    : quantization;
}

function findBlockSize(weights: HubConfig): number | undefined {
  const block = weights.weight_block_size ?? weights.block_structure;
  return Array.isArray(block)
    ? block.find(size => Number.isSafeInteger(size) && size > 1)
    : findNumber(weights, 'group_size', 'q_group_size');
}
