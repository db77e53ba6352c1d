import type {
  ContainerFacts,
  EventFacts,
  Termination,
} from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { Finding, PodContext } from '../Finding';
import { matchFailure } from '../matchFailure';

/** A container that ended, and how. */
export type Crash = {
  container: ContainerFacts;
  ending: Termination;
  context: PodContext;
};

type Cause = Pick<Finding, 'code' | 'message' | 'hint'> & {
  /** Another try cannot end better. */
  certain?: boolean;
};

const OUT_OF_MEMORY: Cause = {
  code: 'OutOfMemory',
  message:
    "The container used more memory than it may (the node's memory, not the GPU's).",
  hint: 'Raise requirements.memory.',
};

/** Why a container ended: the node's word, the engine's, the probes', its code. */
export function crashCauseOf(crash: Crash): Cause {
  const { ending, context } = crash;
  if (ending.reason === 'OOMKilled') {
    return OUT_OF_MEMORY;
  }
  if (
    ending.reason === 'StartError' ||
    ending.reason === 'ContainerCannotRun'
  ) {
    return cannotStart(ending);
  }
  const text = [...context.logLines, ending.message ?? ''].join('\n');
  return (
    matchFailure(text, context.failures) ??
    probeCause(crash) ??
    exitCause(ending)
  );
}

function cannotStart({ message }: Termination): Cause {
  return {
    code: 'ContainerStartFailed',
    message: `The command cannot be started: ${
      quote(message)[0] ?? 'the node gives no reason'
    }`,
    hint: 'Correct command, or leave it out.',
    certain: true,
  };
}

// an engine that handles SIGTERM ends with exit code 0 when a probe kills it
function probeCause(crash: Crash): Cause | undefined {
  const [kill] = probeKills(crash);
  if (!kill) {
    return undefined;
  }
  return /startup probe/.test(kill.message)
    ? {
        code: 'StartupTimeout',
        message:
          'The engine did not serve within its start-up budget and was killed.',
        hint: 'Raise initial_delay_seconds, or keep the weights in a claim (enable_pvc), so that they are downloaded once.',
        certain: true,
      }
    : {
        code: 'LivenessFailed',
        message: 'The engine stopped answering and was killed.',
        hint: 'See the log of the previous container.',
      };
}

/** Events by which the kubelet killed that run for a probe. */
export function probeKills({ ending, context }: Crash): EventFacts[] {
  const since = Date.parse(ending.startedAt ?? '') || 0;
  return context.events.filter(
    event =>
      event.reason === 'Killing' &&
      /failed (liveness|startup) probe/.test(event.message) &&
      Date.parse(event.lastAt) >= since,
  );
}

function exitCause({ exitCode, reason }: Termination): Cause {
  if (exitCode === 0) {
    return {
      code: 'EngineExited',
      message: 'The engine ended by itself, with exit code 0.',
      hint: 'An engine whose worker died ends like that: see the log of the previous container.',
    };
  }
  return {
    code: 'CrashLoop',
    message: `The container ended with exit code ${exitCode}${
      reason && reason !== 'Error' ? ` (${reason})` : ''
    }.`,
    hint: 'The cause is in the log of the previous container.',
  };
}
