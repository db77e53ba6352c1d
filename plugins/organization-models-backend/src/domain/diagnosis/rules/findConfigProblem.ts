import { quote } from '../evidence';
import type { Finding, PodRule } from '../Finding';

const CODES = new Map([
  ['CreateContainerConfigError', 'ContainerConfigInvalid'],
  ['CreateContainerError', 'ContainerCreationFailed'],
  ['RunContainerError', 'ContainerStartFailed'],
  ['ContainerCannotRun', 'ContainerStartFailed'],
  ['StartError', 'ContainerStartFailed'],
]);

/** A container which the node cannot make of what the pod says. */
export const findConfigProblem: PodRule = pod => {
  const waiting = [...pod.initContainers, ...pod.containers]
    .map(container => container.waiting)
    .find(candidate => candidate && CODES.has(candidate.reason));
  if (!waiting) {
    return undefined;
  }
  const text = waiting.message ?? '';
  return {
    ...(secretProblem(text) ?? {
      code: CODES.get(waiting.reason)!,
      message: `The container cannot be made: ${
        quote(text)[0] ?? waiting.reason
      }`,
      hint: 'See the events of the pod. Fields that matter are image, command and extra_env.',
    }),
    severity: 'failure',
    concern: 'container',
    evidence: quote(text),
  };
};

function secretProblem(
  text: string,
): Pick<Finding, 'code' | 'message' | 'hint'> | undefined {
  const missing = /secrets? "(?<name>[^"]+)" (?:not found|is forbidden)/i.exec(
    text,
  );
  if (missing) {
    return {
      code: 'SecretMissing',
      message: `The Secret ${
        missing.groups!.name
      } does not exist in the model's namespace.`,
      hint: 'Create it, name another one in hugging_face_token_secret, or set hugging_face_token again.',
    };
  }
  const key = /couldn't find key (?<key>\S+) in Secret (?<name>\S+)/i.exec(
    text,
  );
  return key
    ? {
        code: 'SecretKeyMissing',
        message: `The Secret ${key.groups!.name} has no key ${
          key.groups!.key
        }.`,
        hint: 'Correct hugging_face_token_secret.key, or add the key to the Secret.',
      }
    : undefined;
}
