import type { EventFacts } from '../../facts/ObservedModel';
import type { ReasonCode } from '../../reasons/catalogue';
import { eventEvidence } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

/** What a healthy pod is doing before it is ready. */
export const findProgress: PodRule = (pod, { events, now }) => {
  if (!pod.node) {
    return progress('Scheduling');
  }
  if (pod.containers.some(container => container.runningSince)) {
    return progress('Loading');
  }
  const pulling = events.find(event => event.reason === 'Pulling');
  const pulled = events.some(event => event.reason === 'Pulled');
  return pulling && !pulled
    ? pullingFinding(pulling, pod.node, now)
    : progress('Starting', `The pod starts on node ${pod.node}.`);
};

/** Longer than images take that are there, in milliseconds. */
const SLOW_MS = 120_000;

function pullingFinding(pulling: EventFacts, node: string, now: Date) {
  const isSlow = now.getTime() - Date.parse(pulling.lastAt) > SLOW_MS;
  return makeFinding(isSlow ? 'ImageSlow' : 'PullingImage', {
    message: isSlow
      ? `Node ${node} pulls the image for minutes, and has neither got it nor failed.`
      : `Node ${node} pulls the image.`,
    evidence: eventEvidence(pulling),
  });
}

function progress(code: ReasonCode, message?: string) {
  return makeFinding(code, { message, evidence: [] });
}
