import type { FailureFingerprint } from '../../ModelRuntime';

/** What the source files of vLLM are called that check what was asked for. */
const CHECKS =
  /vllm\/(?:config(?:\.py|\/)|engine\/arg_utils|platforms\/|entrypoints\/(?:openai\/)?(?:cli_args|cli\/|launcher)|utils\/(?:argparse|network)|plugins\/)/;

/** Pydantic's and other checks, which name the field: after all others. */
export const VALUE_FAILURES: FailureFingerprint[] = [
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n(?<field>[\w.]+)\n\s*(?:Value error, |Assertion failed, )?(?<problem>[^\n[]+)/,
    message: 'vLLM refused the value of $<field>: $<problem>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n\s*(?:Value error, |Assertion failed, )?(?<problem>[^\n[]+)/,
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
    pattern: /No common block size for \d+[^\n]*/,
    message: 'vLLM refused the value of --block-size: $<line>',
  },
  // its own advice names the option
  {
    code: 'InvalidArgument',
    pattern:
      /^(?:[\w.]+\.)?(?:ValueError|RuntimeError|AssertionError): (?<problem>[^\n]*\b(?:[Pp]lease|[Tt]ry|[Cc]onsider|[Uu]se|[Ss]et|[Ii]ncrease|[Dd]ecrease|[Rr]educe|[Ll]ower|[Dd]isable|[Rr]emove|[Ss]pecify)\b[^\n]*(?:--[a-z][\w-]+|`[a-z]+_[a-z_]+`|\b(?:max|num|enable|disable)_[a-z_]+)[^\n]*)/m,
    message: 'vLLM refused the configuration: $<problem>',
  },
];
