import type { FailureFingerprint } from '../../ModelRuntime';

/** Contexts and caches for which the GPU has no memory left. */
export const CACHE_FAILURES: FailureFingerprint[] = [
  {
    code: 'ContextTooLong',
    pattern:
      /max seq len \((?<asked>\d+)\)[^\n]*estimated maximum model length is (?<tokens>\d+)/,
    message:
      'A context of $<asked> tokens does not fit the GPU memory that the weights leave; $<tokens> tokens would.',
  },
  {
    code: 'ContextTooLong',
    pattern: /estimated maximum model length is (?<tokens>\d+)/,
    message:
      'The context does not fit the GPU memory that the weights leave; $<tokens> tokens would.',
  },
  {
    code: 'ContextTooLong',
    pattern:
      /max seq len \((?<asked>\d+)\) is larger than the maximum number of tokens that can be stored in KV cache \((?<tokens>\d+)\)/,
    message:
      'A context of $<asked> tokens does not fit the GPU memory that the weights leave; $<tokens> tokens would.',
  },
  {
    code: 'ContextTooLong',
    pattern: /KV cache is needed, which is larger than the available/,
  },
  {
    code: 'NoMemoryForCache',
    pattern:
      /max_num_seqs \((?<asked>\d+)\) exceeds available Mamba cache blocks \((?<seqs>\d+)\)/,
    message:
      'The GPU memory that the weights leave is enough for $<seqs> requests at once, and max_num_seqs asks for $<asked>.',
  },
  {
    code: 'NoMemoryForCache',
    pattern:
      /No available memory for the cache blocks|not enough GPU memory available to serve even a single token|exceeds available Mamba cache blocks|Available KV cache memory[^\n]*-\d|max_num_blocks[^\n]*0\b/,
  },
  {
    code: 'HostMemoryTooSmall',
    pattern:
      /Available memory on node \d+ \((?<free>[^)]+)\) on startup is less than desired CPU memory utilization \((?<wanted>[^)]+)\)/,
    message:
      'The engine wants more memory than is free ($<free>; wanted $<wanted>).',
  },
];
