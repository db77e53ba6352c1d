import type { FailureFingerprint } from '../ModelRuntime';

/** What options ask for and a model or its files do not have. */
export const OPTION_FAILURES: FailureFingerprint[] = [
  {
    code: 'LoraNotEnabled',
    pattern:
      /LoRA is not enabled|lora_modules[^\n]*(?:without|requires)[^\n]*enable.lora/i,
  },
  {
    code: 'LoraNotFound',
    pattern:
      /Loading lora (?<name>\S+) failed: No adapter found|No adapter found for (?<path>\S+)|adapter_config\.json[^\n]*(?:not found|No such file)|Can't find 'adapter_config\.json' at '(?<path2>[^']+)'|LoRA adapter[^\n]*(?:not found|does not exist)/,
    message: 'A LoRA adapter is not where it should be: $<line>',
  },
  {
    code: 'LoraUnsuitable',
    pattern:
      /max_lora_rank \(\d+\) must be|LoRA rank (?<rank>\d+) is greater than max_lora_rank (?<most>\d+)|does not support LoRA|expected target modules in|LoRA[^\n]*shape mismatch/i,
    message: 'A LoRA adapter does not suit the model: $<line>',
  },
  {
    code: 'ChatTemplateMissing',
    pattern:
      /chat template string \((?<path>[^)]+)\) appears path-like, but doesn't exist|chat template[^\n]*(?:does not exist|not found)/i,
    message: 'The chat template $<path> does not exist in the container.',
  },
  {
    code: 'ChatTemplateInvalid',
    pattern: /jinja2\.exceptions\.(?<kind>\w+)[^\n]*/,
    message: 'The chat template cannot be used: $<line>',
  },
  {
    code: 'SpeculativeConfigInvalid',
    pattern:
      /SpeculativeConfig\n(?:[\w.]+\n)?[^\n]*|speculative_config[^\n]*(?:must|invalid|not supported|unsupported|provide)|num_speculative_tokens|[Ss]peculative (?:decoding|method)[^\n]*not supported|does not (?:yet )?support speculative|does not support EAGLE\w* interface|Unknown speculative decoding method/,
    message:
      'The speculative decoding that is asked for is not possible: $<line>',
  },
  {
    code: 'TaskUnsupported',
    pattern:
      /This model does not support (?:the '(?<task>\w+)' (?:task|runner)|`--(?:runner|convert)[^\n]*)|models do not support `--(?:runner|convert)|The model does not support (?<api>Embeddings|Chat Completions|Transcriptions|Score|Pooling) API|does not support any pooling tasks|--task is not supported|no pooling/i,
    message: 'The model is not made for what it is asked to do: $<line>',
  },
];
