import type { FailureFingerprint } from '../ModelRuntime';

/** What SGLang 0.5 says before it ends, causes before consequences. */
export const SGLANG_FAILURES: FailureFingerprint[] = [
  {
    code: 'UnknownArgument',
    pattern: /unrecognized arguments: (?<arguments>[^\n]+)/,
    message: 'This version of SGLang does not know the arguments: $<arguments>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /error: (?<problem>argument -[^\n]+|the following arguments are required[^\n]*)/,
    message: 'SGLang refused an argument: $<problem>',
  },
  {
    code: 'GatedModel',
    pattern:
      /GatedRepoError|Access to model \S+ is restricted|You are trying to access a gated repo/,
  },
  {
    code: 'ModelNotFound',
    pattern:
      /RepositoryNotFoundError|is not a valid model identifier listed on|Repository Not Found for url/,
  },
  {
    code: 'NoMemoryForCache',
    pattern: /Not enough memory\. Please try to increase --mem-fraction-static/,
    message:
      'The weights leave no GPU memory for the cache within --mem-fraction-static.',
  },
  {
    code: 'GpuOutOfMemory',
    transient: true,
    pattern:
      /OutOfMemoryError|(?:CUDA|HIP) out of memory|CUDA error: out of memory/,
    message: 'The GPU memory is too small for the model: $<line>',
  },
];
