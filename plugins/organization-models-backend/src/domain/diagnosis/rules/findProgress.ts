import type { ReasonCode } from '../../reasons/catalogue';
import { eventEvidence } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

/** What a healthy pod is doing before it is ready. */
export const findProgress: PodRule = (pod, { events }) => {
  if (!pod.node) {
    return progress('Scheduling');
  }
  if (pod.containers.some(container => container.runningSince)) {
    return progress('Loading');
  }
  const pulling = events.find(event => event.reason === 'Pulling');
  const pulled = events.some(event => event.reason === 'Pulled');
  return pulling && !pulled
    ? makeFinding('PullingImage', {
        message: `Node ${pod.node} pulls the image.`,
        evidence: eventEvidence(pulling),
      })
    : progress('Starting', `The pod starts on node ${pod.node}.`);
};

function progress(code: ReasonCode, message?: string) {
  return makeFinding(code, { message, evidence: [] });
}
