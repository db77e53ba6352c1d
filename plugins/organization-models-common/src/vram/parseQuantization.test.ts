import { parseQuantization } from './parseQuantization';

/** As in the repositories that are named, without lists of excluded modules. */
const QUANTIZATIONS: [string, object, object][] = [
  [
    'deepseek-ai/DeepSeek-V3',
    { quant_method: 'fp8', fmt: 'e4m3', weight_block_size: [128, 128] },
    { method: 'fp8', bits: 8, blockSize: 128 },
  ],
  [
    'moonshotai/Kimi-K2.5',
    {
      quant_method: 'compressed-tensors',
      format: 'pack-quantized',
      config_groups: {
        group_0: {
          targets: ['Linear'],
          weights: { num_bits: 4, group_size: 32, type: 'int' },
        },
      },
    },
    { method: 'compressed-tensors', bits: 4, blockSize: 32 },
  ],
  [
    'nvidia/GLM-5.1-NVFP4',
    {
      quant_method: 'modelopt',
      quant_algo: 'NVFP4',
      config_groups: {
        group_0: {
          targets: ['Linear'],
          weights: { num_bits: 4, group_size: 16, type: 'float' },
        },
      },
    },
    { method: 'modelopt_fp4', bits: 4, blockSize: 16 },
  ],
  [
    'nvidia/MiniMax-M3-NVFP4, of whose layers most are narrow',
    {
      quant_method: 'modelopt',
      quant_algo: 'MIXED_PRECISION',
      quantized_layers: {
        a: { quant_algo: 'NVFP4', group_size: 16 },
        b: { quant_algo: 'NVFP4', group_size: 16 },
        c: { quant_algo: 'NVFP4', group_size: 16 },
        d: { quant_algo: 'MXFP8' },
      },
    },
    { method: 'modelopt_mixed', bits: 5 },
  ],
  [
    'Qwen/Qwen3-32B-FP8-Static-PerTensor, which only its producer names',
    {
      quant_algo: 'FP8',
      kv_cache_scheme: 'FP8',
      producer: { name: 'modelopt', version: '0.31.0' },
      config_groups: { group_0: { weights: { num_bits: 8, type: 'float' } } },
    },
    { method: 'modelopt', bits: 8 },
  ],
  [
    'hf_quant_config.json of nvidia/DeepSeek-V3.1-NVFP4',
    { quant_method: 'modelopt', quant_algo: 'NVFP4', group_size: 16 },
    { method: 'modelopt_fp4', bits: 4, blockSize: 16 },
  ],
];

describe('parseQuantization', () => {
  it.each(QUANTIZATIONS)('reads %s', (_, quantization_config, expected) => {
    expect(parseQuantization({ quantization_config })).toEqual(expected);
  });

  it('takes the width of experts, which are nearly all of DeepSeek V4', () => {
    const [[, quantization_config]] = QUANTIZATIONS;
    expect(
      parseQuantization({ expert_dtype: 'fp4', quantization_config }),
    ).toMatchObject({ method: 'fp8', bits: 4 });
  });
});
