import type { FailureFingerprint } from '../../ModelRuntime';

/** What vLLM refuses of its arguments and variables. */
export const ARGUMENT_FAILURES: FailureFingerprint[] = [
  {
    code: 'RemovedArgument',
    pattern:
      /unrecognized arguments: (?<arguments>[^\n]*)[\s\S]*Hint: (?<hint>[^\n]*is not a vllm serve option[^\n]*)/,
    message: 'This version of vLLM does not have the option any more: $<hint>',
  },
  {
    code: 'ParserUnknown',
    pattern:
      /(?<kind>[Tt]ool|[Rr]easoning)[ _-](?:call[ _-])?parser:? '?(?<name>[^'\s]+)'? (?:is )?not found(?:\. Available parsers: (?<choices>[^\n"]+))?|invalid (?<kind2>tool call|reasoning) parser: (?<name2>[^\s(]+)(?: \(chose from \{ ?(?<choices2>[^}\n]+)\})?/,
    message:
      "This version of vLLM has no $<kind>$<kind2> parser '$<name>$<name2>'.",
  },
  {
    code: 'ModelFirst',
    pattern:
      /`model` should be provided as the first positional argument|provide the model as a positional argument or in a config file instead of via the `--model` option\.\s*$/m,
  },
  {
    code: 'ContextBeyondModel',
    pattern:
      /max_model_len \((?<asked>\d+)\) is greater than the derived max_model_len \((?<known>[^)]+)\)/,
    message:
      'max_model_len $<asked> is more than the model was made for ($<known>).',
  },
  {
    code: 'TooFewNumaNodes',
    pattern:
      /Not enough (?:allowed )?NUMA nodes to bind threads of (?<ranks>\d+)/,
    message:
      'On CPUs every rank needs a NUMA node of its own, and there are fewer than $<ranks>.',
  },
  {
    code: 'ServiceNameClash',
    pattern: /VLLM_PORT '[^']*' appears to be a URI/,
  },
  {
    code: 'InvalidVariable',
    pattern:
      /(?:environment variable|env(?:ironment)? var)[^\n]*(?:invalid|must be)|Invalid value '[^']*' for (?<name>VLLM_\w+)/i,
    message:
      'An environment variable has a value that vLLM does not take: $<line>',
  },
  {
    code: 'InvalidVariable',
    pattern: /^ValueError: Unknown level: '(?<level>[^']*)'/m,
    message: "VLLM_LOGGING_LEVEL has a value that is none: '$<level>'.",
  },
  {
    code: 'InvalidVariable',
    source: /vllm\/envs\.py$/,
    pattern: /: '(?<value>[^'\n]*)'\n[^\n]*?(?<name>VLLM_[A-Z0-9_]+)/,
    message: "$<name> has a value that is none: '$<value>'.",
  },
  {
    code: 'InvalidVariable',
    source: /vllm\/envs\.py$/,
    pattern: /(?<name>VLLM_[A-Z0-9_]+)[^\n]*/,
    message:
      'An environment variable has a value that vLLM does not take: $<line>',
  },
];
