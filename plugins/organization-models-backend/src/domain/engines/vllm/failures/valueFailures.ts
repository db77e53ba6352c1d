import type { FailureFingerprint } from '../../ModelRuntime';

/** What the source files of vLLM are called that check what was asked for. */
const CHECKS =
  /vllm\/(?:config(?:\.py|\/)|engine\/arg_utils|platforms\/|entrypoints\/(?:openai\/)?(?:cli_args|cli\/|launcher)|utils\/(?:argparse|network)|plugins\/|model_executor\/models\/config\.py)/;

/** Pydantic's and other checks, which name the field: after all others. */
export const VALUE_FAILURES: FailureFingerprint[] = [
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n(?<field>[\w.]+)\n\s*(?<problem>Input should [^\n]+?) \[type=\w+, input_value=(?<value>'[^'\n]*'|[\w.+-]+),/,
    message: 'vLLM refused the value $<value> of $<field>: $<problem>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n(?<field>[\w.]+)\n\s*(?:Value error, |Assertion failed, )?(?<problem>[^\n]+)/,
    message: 'vLLM refused the value of $<field>: $<problem>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n\s*(?:Value error, |Assertion failed, )?(?<problem>[^\n]+)/,
    message: 'vLLM refused the configuration: $<problem>',
  },
  {
    code: 'InvalidArgument',
    source: CHECKS,
    pattern:
      /^(?:[\w.]+\.)?(?:ValueError|AssertionError|TypeError|NotImplementedError|RuntimeError|KeyError|VLLMValidationError): (?<problem>[^\n]+)/m,
    message: 'vLLM refused the configuration: $<problem>',
  },
  {
    code: 'InvalidArgument',
    source: /vllm\/v1\/core\/kv_cache_utils\.py$/,
    pattern: /^ValueError: (?<problem>[^\n]+)/m,
    message: 'vLLM refused the configuration: $<problem>',
  },
  {
    code: 'InvalidArgument',
    pattern: /No common block size for \d+[^\n]*/,
    message: 'vLLM refused the value of --block-size: $<line>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /^(?:ValueError|NotImplementedError): (?<problem>[a-z]+(?:_[a-z]+)+='?[\w.-]*'? is not supported[^\n]*|(?:model_loader_extra_config must|Unexpected extra config keys)[^\n]*|[Uu]n(?:known|supported|recognized) (?:config format|distributed executor backend|connector type)[^\n]*)/m,
    message: 'vLLM refused the configuration: $<problem>',
  },
];
