import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';

/** How {@link waitFor} waits. */
export interface WaitForOptions {
  /** After this it gives up. Default: 10 seconds. */
  timeoutMs?: number;
  /** Between two looks. Default: 50 milliseconds. */
  intervalMs?: number;
  signal?: AbortSignal;
}

/**
 * Looks again and again until what it sees is truthy, and returns that.
 *
 * @remarks
 * An error counts as "not yet". So `expect(…)` may be used inside; return something truthy after it.
 *
 * @param description - what is waited for, completing "waited for …"
 * @throws Error with the description, the time waited and the last value or error seen
 */
export async function waitFor<T>(
  description: string,
  look: () => T | Promise<T>,
  options: WaitForOptions = {},
): Promise<NonNullable<Exclude<T, false | 0 | ''>>> {
  const { timeoutMs = 10_000, intervalMs = 50, signal } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await tryLook(look);
    if ('value' in seen && seen.value) {
      return seen.value as NonNullable<Exclude<T, false | 0 | ''>>;
    }
    if (Date.now() >= deadline) throw timedOut(description, timeoutMs, seen);
    await delay(intervalMs, undefined, { signal });
  }
}

type Seen<T> = { value: T } | { error: unknown };

async function tryLook<T>(look: () => T | Promise<T>): Promise<Seen<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    return { error };
  }
}

function timedOut<T>(description: string, timeoutMs: number, seen: Seen<T>) {
  const last =
    'error' in seen
      ? `an error: ${inspect(seen.error)}`
      : inspect(seen.value, { depth: 6 });
  return new Error(
    `waited ${timeoutMs / 1000} s for ${description}; last seen: ${last}`,
    'error' in seen ? { cause: seen.error } : {},
  );
}
