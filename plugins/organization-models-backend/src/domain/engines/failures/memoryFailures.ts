import type { FailureFingerprint } from '../ModelRuntime';

/** Memory of GPU and host that does not suffice. */
export const MEMORY_FAILURES: FailureFingerprint[] = [
  {
    code: 'GpuOutOfMemory',
    transient: true,
    pattern:
      /OutOfMemoryError|Triton Error \[\w+\]: out of memory|not enough GPU memory|(?:CUDA|HIP|XPU|NPU|HPU) (?:error: )?out of memory|RESOURCE_EXHAUSTED|CUDA_ERROR_OUT_OF_MEMORY|CUBLAS_STATUS_ALLOC_FAILED|cudaErrorMemoryAllocation|hipErrorOutOfMemory|NCCL[^\n]*out of memory|Failed to CUDA calloc|(?:Prefill|Decode) out of memory|cudaMalloc(?:Async)?[^\n]* out of memory|PT_DEVMEM Allocation failed|OUT_OF_DEVICE_MEMORY|\bNRT_RESOURCE\b|alloc_req_slots runs out of memory/i,
    message: 'The GPU memory is too small for the model: $<line>',
  },
  {
    code: 'GpuMemoryTaken',
    transient: true,
    pattern:
      /Free memory on device[^\n]*is less than (?:desired GPU memory utilization|the engine's budget)|Externally held weights on device|Error in memory profiling|Initial free memory[^\n]*current free memory|memory capacity is unbalanced|\[Device already acquired\]/,
    message: 'Another process holds memory of the GPU: $<line>',
  },
  {
    code: 'HostMemoryTooSmall',
    pattern:
      /Available memory on node \d+ \([^)]*\) on kv cache allocation is less than|DefaultCPUAllocator: (?:not enough memory|can't allocate memory)|CPU out of memory|[Nn]ot enough host memory|_ArrayMemoryError|^MemoryError|Cannot allocate memory|std::bad_alloc/m,
    message: 'The memory of the container does not suffice: $<line>',
  },
  {
    code: 'HostMemoryTooSmall',
    pattern:
      /Failed core proc\(s\): \{[^}\n]*: -9\b|scheduler died[^\n]*\(exit code: -9\)|exit code -9 \(SIGKILL\)|terminated with signal SIGKILL|shutdown with signal 9\b/,
    message:
      'A process of the engine was killed from outside (SIGKILL): most often the memory of the container does not suffice.',
  },
  {
    code: 'SharedMemoryTooSmall',
    pattern:
      /Insufficient space in \/dev\/shm[^\n:]*(?:: (?<needs>[\d.]+ \w+) required, (?<free>[\d.]+ \w+) free)?|No space left on device[^\n]*(?:\/dev\/shm|'\/?(?:psm_|torch_|sem\.))|\/dev\/shm[^\n]*(?:No space left|too small)|insufficient shared memory|Bus error|unable to (?:allocate|open|mmap) shared memory|Error while creating shared memory/i,
    message: 'Shared memory (/dev/shm) is too small: $<line>',
  },
];
