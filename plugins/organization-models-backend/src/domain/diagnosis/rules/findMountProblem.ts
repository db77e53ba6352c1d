import type { EventFacts } from '../../facts/ObservedModel';
import type { ReasonCode } from '../../reasons/catalogue';
import { eventEvidence, quote } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

const REASONS = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'];
const PATIENCE_MS = 120_000;

/**
 * A volume that does not come: the container only ever reads
 * `ContainerCreating`, the reason is in events alone.
 */
export const findMountProblem: PodRule = (pod, { events, now }) => {
  const started = pod.containers.some(
    ({ runningSince, terminated, restarts }) =>
      runningSince || terminated || restarts > 0,
  );
  const failed = events.filter(event => REASONS.includes(event.reason));
  if (started || failed.length === 0) {
    return undefined;
  }
  const last = failed.reduce(later);
  const tries = failed.reduce((sum, event) => sum + event.count, 0);
  const young = now.getTime() - Date.parse(pod.createdAt) < PATIENCE_MS;
  const { code, message } = causeOf(last.message);
  return makeFinding(code, {
    message,
    severity: tries < 2 || young ? 'waiting' : 'failure',
    evidence: eventEvidence(last),
  });
};

function later(a: EventFacts, b: EventFacts): EventFacts {
  return Date.parse(b.lastAt) > Date.parse(a.lastAt) ? b : a;
}

function causeOf(text: string): { code: ReasonCode; message?: string } {
  if (
    /Multi-Attach|already (?:exclusively )?attached|used by pod/i.test(text)
  ) {
    return { code: 'VolumeInUse' };
  }
  const missing = /(?<kind>secret|configmap) "(?<name>[^"]+)" not found/i.exec(
    text,
  )?.groups;
  if (missing) {
    return {
      code: 'VolumeSourceMissing',
      message: `A volume needs the ${missing.kind} ${missing.name}, which does not exist.`,
    };
  }
  return {
    code: 'VolumeMountFailed',
    message: `A volume cannot be mounted: ${quote(text)?.slice(0, 300)}`,
  };
}
