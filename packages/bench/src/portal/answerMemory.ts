/** Bytes, after garbage was collected. */
export type Memory = { rss: number; heap: number; external: number };

/** What is in use of it: heap and buffers. */
export function liveBytes({ heap, external }: Memory): number {
  return heap + external;
}

export const MEGABYTE = 2 ** 20;

export function answerMemory(): Memory {
  // Twice: what finalizers let go of is free after the second
  global.gc?.();
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed, external };
}
