import { findNumber, isObject, type HubConfig } from './hubConfig';
import type { Quantization } from './ModelArchitecture';

const BITS: [RegExp, number][] = [
  [/fp8|w8a8|int8|8bit|modelopt$/, 8],
  [/fp4|awq|gptq|int4|4bit|w4a/, 4],
];

/** What is in the name of the format, where nothing else tells it. */
const FLOAT_4_BLOCK = 16;

/** Reads `quantization_config`, or what other tools call it. */
export function parseQuantization(config: HubConfig): Quantization | undefined {
  const quantization = config.quantization_config ?? config.compression_config;
  if (!isObject(quantization)) {
    return undefined;
  }
  const weights = findWeightScheme(quantization);
  const method = nameMethod(quantization);
  const format = `${method} ${formatOf(quantization)}`;
  return {
    method,
    bits:
      meanBits(quantization) ??
      bitsOfExperts(config) ??
      findNumber(weights, 'num_bits', 'bits', 'w_bit') ??
      (quantization.load_in_4bit === true ? 4 : undefined) ??
      bitsOf(format) ??
      8,
    blockSize: findBlockSize(weights) ?? usualBlockSize(format),
  };
}

function bitsOf(format: string): number | undefined {
  return BITS.find(([pattern]) => pattern.test(format.toLowerCase()))?.[1];
}

function usualBlockSize(format: string): number | undefined {
  return /nvfp4/i.test(format) ? FLOAT_4_BLOCK : undefined;
}

// compressed-tensors names a format beside its method
function formatOf({ quant_algo: algorithm, format }: HubConfig): string {
  return [algorithm, format].filter(one => typeof one === 'string').join(' ');
}

/**
 * As engines name it: ModelOpt has several under one name, and older files of
 * its have none at all.
 */
function nameMethod(quantization: HubConfig): string {
  const { quant_method: named, quant_algo: algorithm, producer } = quantization;
  const made = isObject(producer) ? producer.name : undefined;
  const method = String(named ?? made ?? 'unknown').toLowerCase();
  if (method !== 'modelopt') {
    return method;
  }
  const kind = /nvfp4|mxfp8|mixed/.exec(String(algorithm).toLowerCase())?.[0];
  return kind ? `modelopt_${kind.replace('nv', '')}` : method;
}

// of layers that differ, each counts as much as any other
function meanBits({ quantized_layers: layers }: HubConfig): number | undefined {
  const bits = isObject(layers)
    ? Object.values(layers).flatMap(layer =>
        isObject(layer) ? bitsOf(formatOf(layer)) ?? [] : [],
      )
    : [];
  return bits.length > 0
    ? bits.reduce((sum, one) => sum + one, 0) / bits.length
    : undefined;
}

// DeepSeek V4: experts, which are nearly all of it, are narrower than the rest
function bitsOfExperts({ expert_dtype: dtype }: HubConfig) {
  return typeof dtype === 'string' ? bitsOf(dtype) : undefined;
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
