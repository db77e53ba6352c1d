import type { EventFacts, PodFacts } from '../../facts/ObservedModel';
import type { PodContext, Severity } from '../Finding';

/** What comes after a pod has its volumes, its network and its devices. */
const FURTHER = ['Pulling', 'Pulled', 'Created', 'Started'];
const PATIENCE_MS = 120_000;

/** A trouble of which events alone tell, and how serious it is by now. */
export type Lasting = {
  last: EventFacts;
  severity: Extract<Severity, 'waiting' | 'failure'>;
};

/**
 * What has kept a pod's containers from being made until now: the container
 * only ever reads `ContainerCreating`, the reason is in events alone.
 */
export function findLasting(
  reasons: string[],
  pod: PodFacts,
  { events, now }: PodContext,
): Lasting | undefined {
  const failed = events.filter(
    event => reasons.includes(event.reason) && !isAttached(event, events),
  );
  if (hasStarted(pod) || failed.length === 0) {
    return undefined;
  }
  const last = failed.reduce(later);
  const isOver = events.some(
    event => FURTHER.includes(event.reason) && later(last, event) !== last,
  );
  const tries = failed.reduce((sum, event) => sum + event.count, 0);
  const young = now.getTime() - Date.parse(pod.createdAt) < PATIENCE_MS;
  return isOver
    ? undefined
    : { last, severity: tries < 2 || young ? 'waiting' : 'failure' };
}

// what comes then is the mount, which takes its time
function isAttached({ reason, lastAt }: EventFacts, events: EventFacts[]) {
  return (
    reason === 'FailedAttachVolume' &&
    events.some(
      event =>
        event.reason === 'SuccessfulAttachVolume' &&
        Date.parse(event.lastAt) > Date.parse(lastAt),
    )
  );
}

function hasStarted({ containers }: PodFacts): boolean {
  return containers.some(
    ({ runningSince, terminated, restarts }) =>
      runningSince || terminated || restarts > 0,
  );
}

function later(a: EventFacts, b: EventFacts): EventFacts {
  return Date.parse(b.lastAt) > Date.parse(a.lastAt) ? b : a;
}
