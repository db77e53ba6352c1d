import type {
  ContainerFacts,
  PodFacts,
  Termination,
} from '../../facts/ObservedModel';
import type { LogReading } from '../../engines/logs/EngineLog';
import { WEIGHTS_CONTAINER } from '../../facts/WeightsPlan';
import type { ReasonCode } from '../../reasons/catalogue';
import type { Finding, PodContext } from '../Finding';
import { describeComplaint } from '../logs/describeComplaint';
import { describeExit } from '../logs/describeExit';
import { findEngineFailure } from '../logs/findEngineFailure';
import { makeFinding } from '../makeFinding';
import { describePhase } from '../logs/startupPhases';
import { describeStartFailure } from './describeStartFailure';
import { probeKills } from './probeKills';

/** A container that ended, and how. */
export type Crash = {
  pod: PodFacts;
  container: ContainerFacts;
  ending: Termination;
  context: PodContext;
};

export type Cause = Omit<Finding, 'severity' | 'evidence'> & {
  /** Another try cannot end better. */
  certain?: boolean;
  /** Of the log. */
  lines?: string[];
};

/** Why a container ended: the node's word, the engine's, the probes', its code. */
export function crashCauseOf(crash: Crash): Cause {
  const { ending, context } = crash;
  if (ending.reason === 'OOMKilled') {
    return cause('OutOfMemory');
  }
  if (
    ending.reason === 'StartError' ||
    ending.reason === 'ContainerCannotRun'
  ) {
    const object = `Pod/${crash.pod.name}`;
    return { ...describeStartFailure(ending.message, object), certain: true };
  }
  const lines = [...context.logLines, ...(ending.message ?? '').split('\n')];
  const { failure, reading } = findEngineFailure(lines, context.engine, {
    isBad: !ASKED_TO_END.includes(ending.exitCode),
  });
  if (crash.container.name === WEIGHTS_CONTAINER) {
    return downloadCause(failure, ending);
  }
  if (failure) {
    return {
      ...cause(failure.code as ReasonCode, failure.message),
      certain: failure.certain,
      lines: failure.lines,
      found: failure.found,
    };
  }
  return (
    probeCause(crash, reading.phase) ??
    before(crash) ??
    exitCause(ending, reading)
  );
}

function cause(code: ReasonCode, message?: string): Cause {
  const { severity, evidence, ...words } = makeFinding(code, {
    message,
    evidence: [],
  });
  return words;
}

// it tried for minutes before it ended: another try is as good as this one
function downloadCause(
  failure: ReturnType<typeof findEngineFailure>['failure'],
  ending: Termination,
): Cause {
  if (!failure) {
    return {
      ...cause('DownloadFailed'),
      certain: !ASKED_TO_END.includes(ending.exitCode),
    };
  }
  const { code, lines, found } = failure;
  const isNamed = code !== 'EngineError';
  return {
    ...(isNamed
      ? cause(code as ReasonCode, failure.message)
      : cause('DownloadFailed')),
    certain: true,
    lines,
    found,
  };
}

// an engine that handles SIGTERM ends with exit code 0 when a probe kills it
function probeCause(
  crash: Crash,
  phase: string | undefined,
): Cause | undefined {
  const [kill] = probeKills(crash);
  const isStartup = kill
    ? /startup probe/.test(kill.message)
    : ranAsLongAsItsBudget(crash);
  if (isStartup) {
    const message = phase
      ? `The engine did not serve within its start-up budget and was killed ${describePhase(
          phase,
        )}.`
      : undefined;
    return { ...cause('StartupTimeout', message), certain: true };
  }
  return kill && cause('LivenessFailed');
}

/** Exit codes of who was told to end. */
const ASKED_TO_END = [0, 143, 137];
/** Probes come in periods, and ending takes a while, in seconds. */
const TOLERANCE_SECONDS = 150;

// the kubelet soon drops its events
function ranAsLongAsItsBudget({ ending, container, context }: Crash): boolean {
  const budget = context.startupBudgetSeconds;
  const ran =
    (Date.parse(ending.finishedAt ?? '') - Date.parse(ending.startedAt ?? '')) /
    1000;
  return (
    budget !== undefined &&
    !container.started &&
    container.restarts > 0 &&
    ASKED_TO_END.includes(ending.exitCode) &&
    ran >= budget - 10 &&
    ran <= budget + TOLERANCE_SECONDS
  );
}

const OF_PROBES = ['StartupTimeout', 'LivenessFailed'];

// once the kubelet has dropped the events of a loop, its cause still holds
function before({ ending, context: { before: last } }: Crash) {
  return last &&
    OF_PROBES.includes(last.code) &&
    ASKED_TO_END.includes(ending.exitCode)
    ? cause(last.code as ReasonCode, last.message)
    : undefined;
}

function exitCause(
  { exitCode, reason }: Termination,
  { phase, complaints: [complaint] }: LogReading,
): Cause {
  if (reason === 'ContainerStatusUnknown') {
    return cause(
      'CrashLoop',
      'The node lost sight of the container: it was restarted, or its runtime was.',
    );
  }
  if (exitCode === 0) {
    return cause('EngineExited');
  }
  if (exitCode === 137) {
    return cause('Killed');
  }
  const known = describeExit(exitCode, phase);
  if (known) {
    return cause(known.code, known.message);
  }
  const words = reason && reason !== 'Error' ? ` (${reason})` : '';
  return {
    ...cause(
      'CrashLoop',
      `The container ended with exit code ${exitCode}${words}${
        complaint ? describeComplaint(complaint) : '.'
      }`,
    ),
    lines: complaint && [complaint.raw],
  };
}
