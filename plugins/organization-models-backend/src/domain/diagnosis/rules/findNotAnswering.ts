import { eventEvidence } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

/** An engine that had started, so that it has loaded, and is silent now. */
export const findNotAnswering: PodRule = (pod, { events }) => {
  const silent = pod.containers.find(
    ({ runningSince, started, ready }) => runningSince && started && !ready,
  );
  if (!silent) {
    return undefined;
  }
  const since = Date.parse(silent.runningSince!);
  const failed = events.filter(
    ({ reason, message, lastAt }) =>
      reason === 'Unhealthy' &&
      !/startup probe/i.test(message) &&
      Date.parse(lastAt) >= since,
  );
  return makeFinding('NotAnswering', {
    evidence: failed.slice(0, 1).flatMap(eventEvidence),
  });
};
