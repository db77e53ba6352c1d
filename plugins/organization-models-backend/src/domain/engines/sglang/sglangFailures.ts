import type { FailureFingerprint } from '../ModelRuntime';
import { adviceFailures } from '../failures/adviceFailures';
import { argparseFailures } from '../failures/argparseFailures';
import { ENGINE_FAILURES } from '../failures/engineFailures';
import { PLACE_FAILURES } from '../failures/placeFailures';

const OWN: FailureFingerprint[] = [
  {
    code: 'LibraryMissing',
    pattern: /Could not load any common_ops library/,
    message:
      "SGLang's kernels cannot be loaded on this GPU, or a library of theirs is missing: $<line>",
  },
  {
    code: 'NoMemoryForCache',
    pattern:
      /Not enough memory(?: to allocate KV cache)?\.[^\n]*|max_total_num_tokens[^\n]*(?:<= 0|must be positive)/,
    message:
      'The weights leave no GPU memory for the cache within --mem-fraction-static.',
  },
  {
    code: 'ContextBeyondModel',
    pattern:
      /context_length \((?<asked>\d+)\) is greater than the derived context_length \((?<known>[^)]+)\)/,
    message:
      'A context of $<asked> is more than the model was made for ($<known>).',
  },
  {
    code: 'ParserUnknown',
    pattern:
      /(?<kind>[Tt]ool|[Rr]easoning)[ _-](?:call[ _-])?parser[^\n]*(?:not found|not supported|[Uu]nsupported|must encode)/,
    message: 'The parser does not suit the model: $<line>',
  },
];

/** A check of the arguments that has no words of its own here. */
const REFUSED: FailureFingerprint[] = [
  {
    code: 'InvalidArgument',
    source:
      /sglang\/srt\/(?:server_args|arg_groups|configs\/(?:load|model)_config)/,
    pattern:
      /^(?:ValueError|AssertionError|TypeError|NotImplementedError|RuntimeError|KeyError): (?<problem>[^\n]+)/m,
    message: 'SGLang refused the configuration: $<problem>',
  },
];

/** What SGLang 0.4–0.5 says before it ends, causes before consequences. */
export const SGLANG_FAILURES: FailureFingerprint[] = [
  ...OWN,
  ...argparseFailures('SGLang'),
  ...ENGINE_FAILURES,
  ...REFUSED,
  ...adviceFailures('SGLang'),
  ...PLACE_FAILURES,
];
