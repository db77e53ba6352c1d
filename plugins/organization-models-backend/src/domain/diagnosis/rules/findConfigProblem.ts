import type { ReasonCode } from '../../reasons/catalogue';
import { quote, statusEvidence } from '../evidence';
import type { Finding, PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';
import { describeStartFailure } from './describeStartFailure';

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
    knownProblem(text, evidence) ??
    makeFinding(code, {
      message: `The container cannot be made: ${quote(text) ?? waiting.reason}`,
      evidence,
    })
  );
};

// the GPU is given to a container while it is made, and while it is started
function isDevice(text: string): boolean {
  return /CDI device|nvidia-container-cli|unresolvable/i.test(text);
}

function knownProblem(
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
  const key = /couldn't find key (?<key>\S+) in Secret (?<name>\S+)/i.exec(
    text,
  )?.groups;
  if (key) {
    return makeFinding('SecretKeyMissing', {
      message: `The Secret ${key.name} has no key ${key.key}.`,
      evidence,
    });
  }
  return /runAsNonRoot|non-numeric user|will run as root/i.test(text)
    ? makeFinding('RunAsRoot', { evidence })
    : undefined;
}
