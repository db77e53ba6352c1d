import type { FailureFingerprint } from '../../ModelRuntime';

/** Where vLLM reads the headers of weights by itself, before it loads them. */
const READER = /vllm\/transformers_utils\/utils\.py$/;

/** Files of weights that do not begin as weights do: a length first, then as much JSON. */
export const HEADER_FAILURES: FailureFingerprint[] = [
  // a text, read as a length, is more than any memory
  {
    code: 'WeightsLfsPointer',
    source: READER,
    pattern: /^(?:MemoryError|OverflowError)/m,
  },
  {
    code: 'WeightsCorrupt',
    source: READER,
    pattern:
      /^(?:[\w.]+\.)?(?:JSONDecodeError|UnicodeDecodeError|error): [^\n]+/m,
    message: 'A file of the weights is cut short or broken: $<line>',
  },
];
