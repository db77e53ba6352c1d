import { quote, statusEvidence } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

/** What every container waits for before it runs, and between two runs. */
const USUAL = ['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff'];

/** A container that waits for what no rule has words for: in those of its node. */
export const findUnknownWait: PodRule = ({ name, ...pod }) => {
  const waiting = [...pod.initContainers, ...pod.containers]
    .map(container => container.waiting)
    .find(state => state && !USUAL.includes(state.reason));
  if (!waiting) {
    return undefined;
  }
  const { reason } = waiting;
  const words = quote(waiting.message);
  return makeFinding('ContainerWaiting', {
    message: `The node keeps the container waiting: ${
      words ? `${words} (${reason})` : reason
    }.`,
    evidence: statusEvidence(`Pod/${name}`, waiting.message || reason),
  });
};
