import { ApiFailure, isPassing } from '../api/toApiFailure';
import type { VisitOutcome } from './startPolling';

/** What is known after a look. */
export type Answer<T> = { data?: T; failure?: ApiFailure };

/**
 * Lays a new answer over what was known. Equal data keep their identity, so
 * that nothing is drawn again; data outlive trouble that may pass.
 */
export function mergeAnswer<T>(
  known: Answer<T>,
  seen: Answer<T>,
): { answer: Answer<T>; outcome: VisitOutcome } {
  const { failure } = seen;
  if (failure) {
    return isPassing(failure)
      ? { answer: { data: known.data, failure }, outcome: 'unchanged' }
      : { answer: { failure }, outcome: 'ended' };
  }
  const data = sameText(known.data, seen.data) ? known.data : seen.data;
  return {
    answer: { data },
    outcome: sameText(known.data, seen.data, isNews) ? 'unchanged' : 'changed',
  };
}

// That somebody looked again is shown, but is no reason to hurry
function isNews(key: string, value: unknown): unknown {
  return key === 'observed_at' ? undefined : value;
}

function sameText(
  a: unknown,
  b: unknown,
  replacer?: (key: string, value: unknown) => unknown,
): boolean {
  return JSON.stringify(a, replacer) === JSON.stringify(b, replacer);
}
