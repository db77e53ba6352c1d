import type { PodFacts } from './ObservedModel';

/** For a pod that has nothing to end: what a process needs to die. */
export const IDLE_GRACE_SECONDS = 5;

/**
 * Pods that are ending and have no requests to end: their engine has not
 * started. Some engines do not listen to signals until they have, and would
 * keep their GPUs for all of the grace that is meant for requests.
 *
 * @remarks Only pods that are ending already, since no controller makes others
 * in place of these once more; with a finalizer they may stay long after that.
 */
export function findIdleEnds(pods: PodFacts[]): PodFacts[] {
  return pods.filter(
    ({ deleting, graceSeconds = 0, ready, containers }) =>
      deleting &&
      graceSeconds > IDLE_GRACE_SECONDS &&
      !ready &&
      containers.length > 0 &&
      containers.every(({ started }) => !started),
  );
}

/** What pods that are ending still do, as a sentence; they are at least one. */
export function describeEnds(pods: PodFacts[]): string {
  const serving = pods.filter(
    ({ ready, containers }) =>
      ready || containers.some(({ started }) => started),
  );
  if (serving.length === 0) {
    return pods.length === 1
      ? 'A pod that was not serving is ending.'
      : `${pods.length} pods that were not serving are ending.`;
  }
  const longest = Math.max(
    0,
    ...serving.map(({ graceSeconds = 0 }) => graceSeconds),
  );
  const bound = longest > 0 ? `, for at most ${longest} s` : '';
  return serving.length === 1
    ? `A pod ends its last requests${bound}.`
    : `${serving.length} pods end their last requests${bound}.`;
}
