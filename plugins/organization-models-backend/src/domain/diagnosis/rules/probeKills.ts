import type { EventFacts } from '../../facts/ObservedModel';
import type { Crash } from './crashCauseOf';

/** Events by which the kubelet killed that run for a probe. */
export function probeKills({
  ending,
  context,
}: Pick<Crash, 'ending' | 'context'>): EventFacts[] {
  const since = Date.parse(ending.startedAt ?? '') || 0;
  return context.events.filter(
    event =>
      event.reason === 'Killing' &&
      /failed (liveness|startup) probe/.test(event.message) &&
      Date.parse(event.lastAt) >= since,
  );
}
