/**
 * Runs actions side by side. When one fails or the signal aborts, the others are told to give up, and are waited for,
 * before the failure is handed on: nothing goes on starting while the rest is being stopped.
 */
export async function runTogether<T extends unknown[]>(
  signal: AbortSignal,
  actions: { [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> },
): Promise<T> {
  const giveUp = new AbortController();
  const together = AbortSignal.any([signal, giveUp.signal]);
  const running = actions.map(action => action(together));
  try {
    return (await Promise.all(running)) as T;
  } catch (error) {
    giveUp.abort();
    await Promise.allSettled(running);
    throw error;
  }
}
