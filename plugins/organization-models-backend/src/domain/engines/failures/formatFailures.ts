import type { FailureFingerprint } from '../ModelRuntime';

/** Number formats and kernels that a GPU or a version does not have. */
export const FORMAT_FAILURES: FailureFingerprint[] = [
  {
    code: 'InvalidArgument',
    pattern:
      /[^\n]*(?:(?:fp\d|int\d|quantized|unquantized)[^\n]{0,20} KV[ -]cache[^\n]*(?:not (?:yet )?(?:supported|implemented)|requires)|kv_cache_dtype=[^\n]*on this device|--kv-cache-dtype \S+ requires|does not support (?:fp\d|int\d|quantized)\S* kv-cache|only supports[^\n]*KV cache)[^\n]*/i,
    message: 'The number format of the KV cache is not possible here: $<line>',
  },
  {
    code: 'DtypeUnsupported',
    pattern:
      /(?<type>[\w.]+) is not supported for quantization method (?<method>[\w.-]+?)\.(?: Supported dtypes: \[(?<takes>[^\]\n]*)\])?/,
    message: 'The number format does not suit the quantization: $<line>',
  },
  {
    code: 'QuantizationUnsupported',
    pattern:
      /Failed to find a kernel that can implement the (?<layer>\w+) linear layer\. Reasons:[^\n]*\n\s*(?<why>[^\n]+)/,
    message:
      'The quantization is not possible here: no kernel can do $<layer>: $<why>',
  },
  {
    code: 'QuantizationUnsupported',
    pattern:
      /quantization method (?<method>\S+) is not supported for the current (?:GPU|platform)|Unknown quantization method: (?<unknown>[^\n.]+)|Cannot find the config file for (?<config>\w+)|does not support BitsAndBytes quantization|BitsAndBytes[^\n]*(?:not supported|does not support)|The (?:input|output) size[^\n]*is not (?:aligned|divisible)[^\n]*quantized|Quantization method specified in the model config \([^)]+\) does not match the quantization (?:method )?specified|Invalid quantization method|(?:Marlin|marlin|Cutlass|AWQ|GPTQ|fp4|NVFP4|MXFP4)[^\n]*(?:not supported|requires compute capability|Minimum capability)|quantization[^\n]{0,60}(?:is not supported|is (?:currently )?not supported|not divisible|invalid choice)/i,
    message: 'The quantization is not possible here: $<line>',
  },
  {
    code: 'DtypeUnsupported',
    pattern:
      /Bfloat16 is only supported on GPUs with compute capability of at least (?<needs>[\d.]+)|(?<type>fp8[^\n]*|bfloat16|float16) is not supported (?:on|for|by) [^\n]*|does not support (?:bfloat16|float16|fp16)|torch\.float16 is not recommended|The model type '(?<model>\w+)' does not support float16/,
    message: 'The number format does not suit the device or the model: $<line>',
  },
  {
    code: 'LoadFormatInvalid',
    pattern:
      /[Uu]nknown load[ _]format: (?<format>\S+)|load_format[^\n]*(?:not supported|invalid|must be)|Load format `(?<format2>[^`]+)` is not supported/,
    message: 'The model cannot be loaded in that format: $<line>',
  },
  {
    code: 'AttentionBackendInvalid',
    pattern:
      /(?:No valid attention backend|flash attention build does not support|[Hh]ead size \d+ is not supported|Unsupported FA version|Flash\w+[^\n]*Backend requires|Flash\w+[^\n]*(?:is not supported|not found|not installed)|Selected backend \S+ is not valid|Invalid attention backend|Unknown attention backend|attention backend[^\n]*(?:not supported|not valid|unknown))[^\n]*/i,
    message: 'The attention backend is not possible here: $<line>',
  },
];
