import type { Reason } from './Reason';

/** Memory of GPU and host that does not suffice an engine. */
export const MEMORY_REASONS = {
  ContextTooLong: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The context does not fit the GPU memory that the weights leave.',
    hint: 'Set max_model_len to at most what the log calls the estimated maximum, or use more or larger GPUs.',
    seen: '`estimated maximum model length is …`',
  },
  NoMemoryForCache: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The weights leave no GPU memory for the KV cache.',
    hint: 'Use more or larger GPUs (gpu_count, requirements.gpu.min_vram), or a quantized model.',
    seen: '`No available memory for the cache blocks`',
  },
  GpuOutOfMemory: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The GPU memory is too small for the model.',
    hint: 'Use more or larger GPUs (gpu_count, requirements.gpu.min_vram), a quantized model, or a lower max_model_len.',
    seen: '`CUDA out of memory`',
  },
  GpuMemoryTaken: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'Another process holds memory of the GPU.',
    hint: 'The GPU is shared, or a process was left behind on it: tell the administrators.',
    seen: '`Free memory on device … is less than desired`',
  },
  HostMemoryTooSmall: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The engine wants more memory than the container has.',
    hint: 'Raise requirements.memory, or lower --gpu-memory-utilization, which on CPUs is a share of the memory.',
    seen: '`Available memory on node …`, `MemoryError`, `std::bad_alloc`',
  },
  SharedMemoryTooSmall: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'Shared memory (/dev/shm) is too small for several workers.',
    hint: 'Raise requirements.memory: shared memory is a part of it.',
    seen: '`Insufficient space in /dev/shm`, `Bus error`',
  },
} satisfies Record<string, Reason>;
