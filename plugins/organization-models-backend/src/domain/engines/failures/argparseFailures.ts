import type { FailureFingerprint } from '../ModelRuntime';

/** What Python's parser of command lines refuses, of whichever engine. */
export function argparseFailures(engine: string): FailureFingerprint[] {
  return [
    {
      code: 'EmptyArgument',
      pattern: /unrecognized arguments:[ \t]*(?:\n|$)/,
    },
    {
      code: 'UnknownArgument',
      pattern: /unrecognized arguments: (?<arguments>[^\n]+)/,
      message: `This version of ${engine} does not know the arguments: $<arguments>`,
    },
    // parsers of programs in Rust and C++
    {
      code: 'UnknownArgument',
      pattern:
        /error: (?:unexpected argument '|invalid argument: |unknown argument: )(?<arguments>-[^'\s]+)/,
      message: 'The program does not know the arguments: $<arguments>',
    },
    {
      code: 'InvalidArgument',
      pattern:
        /error: (?<problem>invalid value '(?<value>[^']*)' for '(?<options>-[\w-]+)[^\n]*)/,
      message: 'The program refused an argument: $<problem>',
    },
    {
      code: 'AmbiguousArgument',
      pattern: /ambiguous option: (?<problem>[^\n]+)/,
      message: 'An option is cut so short that it could be several: $<problem>',
    },
    {
      code: 'MissingArgument',
      pattern:
        /error: (?<problem>the following arguments are required[^\n]*|one of the arguments [^\n]* is required)|Error: (?<needs>--[\w-]+ requires --[^\n]+)/,
      message: 'An argument is missing: $<problem>$<needs>',
    },
    {
      code: 'ConflictingArguments',
      pattern:
        /error: (?<problem>argument [^\n]*not allowed with argument[^\n]*)|(?<words>[^\n]*(?:--[a-z]|`?[a-z]+_[a-z_]+`?)[^\n]*(?:cannot be (?:used|enabled|set|specified) (?:together|with|at the same time|when|both)|(?:are|is) mutually exclusive|(?:is|are) (?:incompatible|not (?:yet )?compatible) with|only one of)[^\n]*)/,
      message: 'Two arguments exclude each other: $<problem>$<words>',
    },
    {
      code: 'ParserUnknown',
      pattern:
        /argument --(?<kind>tool-call|reasoning)-parser: invalid choice: '(?<name>[^']+)'(?: \(choose from (?<choices>[^)]+)\))?/,
      message: `This version of ${engine} has no $<kind> parser '$<name>'.`,
    },
    {
      code: 'InvalidArgument',
      pattern:
        /error: (?<problem>argument (?<options>[\w/, -]+): invalid choice: '?(?<value>[^'\s]+)'? \(choose from (?<choices>[^)]+)\))/,
      message: `${engine} refused an argument: $<problem>`,
    },
    // a value of several fields, which pydantic reads
    {
      code: 'InvalidArgument',
      pattern:
        /error: argument (?<options>-[\w/, -]+): \d+ validation errors? for \w+\n(?<field>[\w.]+)\n[^\n]+/,
      message: `${engine} refused $<field> in the value of $<options>: $<line>`,
    },
    {
      code: 'InvalidArgument',
      pattern:
        /error: argument (?<options>-[\w/, -]+): \d+ validation errors? for \w+\n[^\n]+/,
      message: `${engine} refused the value of $<options>: $<line>`,
    },
    {
      code: 'InvalidArgument',
      pattern: /error: (?<problem>argument -[^\n]+)/,
      message: `${engine} refused an argument: $<problem>`,
    },
    {
      code: 'InvalidArgument',
      pattern:
        /^(?:vllm(?: \w+)?|\S+\.py): error: (?!argument)(?<problem>[^\n]+)/m,
      message: `${engine} refused its arguments: $<problem>`,
    },
    {
      code: 'InvalidArgument',
      pattern:
        /(?:argparse\.ArgumentError|ArgumentTypeError): (?<problem>[^\n]+)/,
      message: `${engine} refused an argument: $<problem>`,
    },
  ];
}
