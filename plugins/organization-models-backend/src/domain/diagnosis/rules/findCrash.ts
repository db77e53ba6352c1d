import type { ContainerFacts, PodFacts } from '../../facts/ObservedModel';
import { eventEvidence, logEvidence, statusEvidence } from '../evidence';
import type { Finding, PodRule } from '../Finding';
import { type Crash, crashCauseOf } from './crashCauseOf';
import { probeKills } from './probeKills';

/**
 * A container that ended and is started again. Restarts and terminations tell;
 * `CrashLoopBackOff` is not waited for, since current kubelets hardly show it.
 */
export const findCrash: PodRule = (pod, context) => {
  for (const container of [...pod.initContainers, ...pod.containers]) {
    const ending = endingOf(container);
    const isInitDone =
      pod.initContainers.includes(container) && ending?.exitCode === 0;
    if (ending && !isInitDone) {
      return toFinding(pod, { pod, container, ending, context });
    }
  }
  return undefined;
};

// a command that cannot be started has endings without a run of their own
function endingOf({ terminated, lastTerminated }: ContainerFacts) {
  return terminated ?? lastTerminated;
}

function toFinding(pod: PodFacts, crash: Crash): Finding {
  const { certain, lines = [], ...cause } = crashCauseOf(crash);
  const failed =
    certain || (isLoop(pod, crash) && !awaitsLog(cause.code, crash));
  const { ending, container } = crash;
  const object = `Pod/${pod.name}`;
  const said = `${container.name} ended with exit code ${ending.exitCode}${
    ending.reason ? ` (${ending.reason})` : ''
  }`;
  const words = namedBy(cause, failed);
  return {
    ...words,
    severity: failed ? 'failure' : 'warning',
    evidence: [
      ...logEvidence(object, lines),
      ...probeKills(crash).slice(0, 1).flatMap(eventEvidence),
      ...statusEvidence(
        object,
        lines.length === 0 && ending.message
          ? `${said}: ${ending.message}`
          : said,
        ending.finishedAt,
      ),
    ],
  };
}

// what happened once is no loop
function namedBy(
  cause: Omit<Finding, 'severity' | 'evidence'>,
  failed: boolean,
) {
  return cause.code === 'CrashLoop' && !failed
    ? { ...cause, code: 'ContainerEnded' }
    : cause;
}

/** Within this a container's log is read, in milliseconds. */
const READING_MS = 15_000;

// what the node keeps of a log is its end, which only says that there is a cause
function awaitsLog(code: string, { ending, context }: Crash): boolean {
  const age = context.now.getTime() - Date.parse(ending.finishedAt ?? '');
  return (
    code === 'EngineStartFailed' &&
    context.logLines.length === 0 &&
    age < READING_MS
  );
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
  return (
    (backOff && container.restarts > 0) ||
    (endings >= 2 && !(run >= LONG_RUN_MS))
  );
}
