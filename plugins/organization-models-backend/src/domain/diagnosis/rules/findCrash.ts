import type { PodFacts } from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { Finding, PodRule } from '../Finding';
import { Crash, crashCauseOf, probeKills } from './crashCauseOf';

/**
 * A container that ended and is started again. Restarts and terminations tell;
 * `CrashLoopBackOff` is not waited for, since current kubelets hardly show it.
 */
export const findCrash: PodRule = (pod, context) => {
  for (const container of [...pod.initContainers, ...pod.containers]) {
    const ending = container.terminated ?? container.lastTerminated;
    const isInitDone =
      pod.initContainers.includes(container) && ending?.exitCode === 0;
    if (ending && !isInitDone) {
      return toFinding(pod, { container, ending, context });
    }
  }
  return undefined;
};

function toFinding(pod: PodFacts, crash: Crash): Finding {
  const { certain, ...words } = crashCauseOf(crash);
  const failed = certain || isLoop(pod, crash);
  return {
    ...words,
    severity: failed ? 'failure' : 'warning',
    concern: 'container',
    evidence: quote(
      crash.ending.message,
      ...probeKills(crash).map(kill => kill.message),
    ),
  };
}

const LONG_RUN_MS = 3_600_000;

// once may be bad luck; and a container that served for long before it ended
// is not in a loop, however often that happened in its life
function isLoop(pod: PodFacts, { container, ending, context }: Crash): boolean {
  const endings = container.restarts + (container.terminated ? 1 : 0);
  const backOff = context.events.some(
    event =>
      event.reason === 'BackOff' &&
      /restarting failed container/i.test(event.message) &&
      Date.parse(event.lastAt) >= (Date.parse(ending.finishedAt ?? '') || 0),
  );
  const run =
    Date.parse(ending.finishedAt ?? '') -
    Date.parse(ending.startedAt ?? pod.createdAt);
  return backOff || (endings >= 2 && !(run >= LONG_RUN_MS));
}
