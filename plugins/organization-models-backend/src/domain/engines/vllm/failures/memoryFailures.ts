import type { FailureFingerprint } from '../../ModelRuntime';

/** Memory of GPU and host that does not suffice. */
export const MEMORY_FAILURES: FailureFingerprint[] = [
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
      /No available memory for the cache blocks|Available KV cache memory[^\n]*-\d|max_num_blocks[^\n]*0\b/,
  },
  {
    code: 'GpuOutOfMemory',
    transient: true,
    pattern:
      /OutOfMemoryError|(?:CUDA|HIP|XPU) out of memory|CUDA error: out of memory|CUBLAS_STATUS_ALLOC_FAILED|cudaErrorMemoryAllocation|hipErrorOutOfMemory|NCCL[^\n]*out of memory|Failed to CUDA calloc/,
    message: 'The GPU memory is too small for the model: $<line>',
  },
  {
    code: 'GpuMemoryTaken',
    transient: true,
    pattern:
      /Free memory on device[^\n]*is less than desired GPU memory utilization|Error in memory profiling|Initial free memory[^\n]*current free memory/,
    message: 'Another process holds memory of the GPU: $<line>',
  },
  {
    code: 'HostMemoryTooSmall',
    pattern:
      /Available memory on node \d+ \((?<free>[^)]+)\) on startup is less than desired CPU memory utilization \((?<wanted>[^)]+)\)/,
    message:
      'The engine wants more memory than is free ($<free>; wanted $<wanted>).',
  },
  {
    code: 'HostMemoryTooSmall',
    pattern:
      /DefaultCPUAllocator: (?:not enough memory|can't allocate memory)|^MemoryError|Cannot allocate memory|std::bad_alloc/m,
    message: 'The memory of the container does not suffice: $<line>',
  },
  {
    code: 'SharedMemoryTooSmall',
    pattern:
      /Insufficient space in \/dev\/shm[^\n:]*(?:: (?<needs>[\d.]+ \w+) required, (?<free>[\d.]+ \w+) free)?|No space left on device[^\n]*\/dev\/shm|\/dev\/shm[^\n]*(?:No space left|too small)|insufficient shared memory|Bus error|unable to (?:allocate|open|mmap) shared memory|Error while creating shared memory/i,
    message: 'Shared memory (/dev/shm) is too small: $<line>',
  },
];
