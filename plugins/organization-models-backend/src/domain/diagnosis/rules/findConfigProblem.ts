import type { ReasonCode } from '../../reasons/catalogue';
import { quote, statusEvidence } from '../evidence';
import type { Finding, PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';
import { describeStartFailure, isOfDriver } from './describeStartFailure';

const CODES = new Map<string, ReasonCode>([
  ['CreateContainerConfigError', 'ContainerConfigInvalid'],
  ['CreateContainerError', 'ContainerCreationFailed'],
  ['RunContainerError', 'ContainerStartFailed'],
  ['ContainerCannotRun', 'ContainerStartFailed'],
  ['StartError', 'ContainerStartFailed'],
]);

/** A container which the node cannot make of what the pod says. */
export const findConfigProblem: PodRule = pod => {
  const container = [...pod.initContainers, ...pod.containers].find(
    ({ waiting }) => waiting && CODES.has(waiting.reason),
  );
  const waiting = container?.waiting;
  if (!waiting) {
    return undefined;
  }
  const text = waiting.message ?? '';
  const object = `Pod/${pod.name}`;
  const code = CODES.get(waiting.reason)!;
  if (code === 'ContainerStartFailed' || isDevice(text)) {
    return describeStartFailure(text, object);
  }
  const evidence = statusEvidence(object, text || waiting.reason);
  return (
    missingProblem(text, evidence) ??
    knownProblem(text, evidence) ??
    makeFinding(code, {
      message: `The container cannot be made: ${quote(text) ?? waiting.reason}`,
      evidence,
    })
  );
};

// the GPU is given to a container while it is made, and while it is started
function isDevice(text: string): boolean {
  return (
    /CDI device|nvidia-container-cli|unresolvable/i.test(text) ||
    isOfDriver(text)
  );
}

function missingProblem(
  text: string,
  evidence: Finding['evidence'],
): Finding | undefined {
  const missing =
    /(?<kind>secret|configmap)s? "(?<name>[^"]+)" (?:not found|is forbidden)/i.exec(
      text,
    )?.groups;
  if (missing?.kind.toLowerCase() === 'secret') {
    return makeFinding('SecretMissing', {
      message: `The Secret ${missing.name} does not exist in the model's namespace.`,
      evidence,
    });
  }
  if (missing) {
    return makeFinding('ConfigMapMissing', {
      message: `The ConfigMap ${missing.name} does not exist in the model's namespace.`,
      evidence,
    });
  }
  const key =
    /couldn't find key (?<key>\S+) in (?<kind>Secret|ConfigMap) (?<name>\S+)/i.exec(
      text,
    )?.groups;
  const code = key?.kind === 'Secret' ? 'SecretKeyMissing' : 'ConfigMapMissing';
  return (
    key &&
    makeFinding(code, {
      message: `The ${key.kind} ${key.name} has no key ${key.key}.`,
      evidence,
    })
  );
}

function knownProblem(
  text: string,
  evidence: Finding['evidence'],
): Finding | undefined {
  if (
    /runAsNonRoot|non-numeric user|will run as root|non-root policy/i.test(text)
  ) {
    return makeFinding('RunAsRoot', { evidence });
  }
  if (/no space left on device/i.test(text)) {
    return makeFinding('NodeDiskFull', {
      message: "The container cannot be made: the node's disk is full.",
      evidence,
    });
  }
  if (/no command specified/i.test(text)) {
    return makeFinding('ContainerStartFailed', {
      message: 'The image has no command of its own, and none is given.',
      hint: 'Set command, or use an image of the engine.',
      evidence,
    });
  }
  // both runtimes say so of a try that is still on its way
  return /name \S* ?is reserved|error reserving ctr name/.test(text)
    ? makeFinding('ContainerCreationFailed', {
        message:
          'The container cannot be made: the node is still busy with an earlier try.',
        hint: 'The node or its disk is overloaded: it may pass; if not, tell the administrators.',
        evidence,
      })
    : undefined;
}
