const GIBIBYTE = 2 ** 30;

/**
 * How much of a pod's memory /dev/shm may take, in bytes: workers of tensor
 * parallelism exchange through it, and 160 MiB is the least.
 */
export function sharedMemoryOf(memory: number, gpus: number): number {
  return Math.min(gpus > 1 ? 8 * GIBIBYTE : GIBIBYTE, Math.floor(memory / 4));
}
