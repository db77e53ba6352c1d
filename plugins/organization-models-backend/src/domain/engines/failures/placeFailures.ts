import type { FailureFingerprint } from '../ModelRuntime';

/** What checks raise; anything else is an error of the engine itself. */
const CHECK =
  /^(?:[\w.]+\.)?(?:ValueError|AssertionError|NotImplementedError|RuntimeError|KeyError): (?<problem>[^\n]+)/m;

/** Libraries that are handed a file which is none. */
const TOKENIZER: FailureFingerprint = {
  code: 'TokenizerMissing',
  source: /\/(?:sentencepiece|tiktoken)\//,
  pattern: /^(?:\w+Error): (?<problem>[^\n]+)/m,
  message: "The model's tokenizer is missing or cannot be loaded: $<problem>",
};

const PLACES: [code: string, source: RegExp, message: string][] = [
  [
    'QuantizationUnsupported',
    /\/(?:layers\/(?:quantization\/|fused_moe\/oracle\/(?!unquantized|base)|moe\/fused_moe\/)|kernels\/linear\/)/,
    'The quantization is not possible here: $<problem>',
  ],
  [
    'AttentionBackendInvalid',
    /\/(?:vllm\/v1\/attention|sglang\/srt\/layers\/attention)\//,
    'The attention backend is not possible here: $<problem>',
  ],
  [
    'LoraUnsuitable',
    /\/(?:vllm|sglang\/srt)\/lora\//,
    'A LoRA adapter does not suit the model: $<problem>',
  ],
  [
    'SpeculativeConfigInvalid',
    /\/(?:vllm\/v1\/spec_decode|sglang\/srt\/speculative|transformers_utils\/configs\/(?:speculators|eagle))/,
    'The speculative decoding that is asked for is not possible: $<problem>',
  ],
  [
    'ParserUnknown',
    /\/(?:vllm\/(?:reasoning|tool_parsers)|sglang\/srt\/(?:parser|function_call))\//,
    'The parser does not suit the model: $<problem>',
  ],
  [
    'TokenizerMissing',
    /\/(?:vllm\/tokenizers|transformers\/tokenization_\w+\.py)/,
    "The model's tokenizer is missing or cannot be loaded: $<problem>",
  ],
  [
    'ConfigInvalid',
    /\/(?:(?:vllm|sglang\/srt)\/(?:transformers_utils|configs)\/|transformers\/(?:configuration_utils|modeling_rope_utils|models\/\w+\/configuration_))/,
    "The model's configuration cannot be read: $<problem>",
  ],
  [
    'UnsupportedArchitecture',
    /\/models\/registry\.py$/,
    "This version of the engine does not know the model's architecture: $<problem>",
  ],
  [
    'RayFailed',
    /\/vllm\/(?:v1\/executor\/ray_|ray\/)/,
    'Ray, which spreads the model over nodes, failed: $<problem>',
  ],
];

/** What nobody has a fingerprint for, by the part of the engine that checks it. */
export const PLACE_FAILURES: FailureFingerprint[] = [
  TOKENIZER,
  ...PLACES.map(([code, source, message]) => ({
    code,
    source,
    pattern: CHECK,
    message,
  })),
];
