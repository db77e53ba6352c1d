import type { ObservedModel } from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { Finding } from '../Finding';

/** Pods that the API server does not let the ReplicaSet make. */
export function findCreationProblem({
  deployment,
}: ObservedModel): Finding | undefined {
  const failure = deployment?.conditions.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (!failure) {
    return undefined;
  }
  const text = failure.message ?? '';
  return {
    ...causeOf(text),
    severity: 'failure',
    concern: 'creation',
    evidence: quote(text),
  };
}

type Words = Pick<Finding, 'code' | 'message' | 'hint'>;

const CAUSES: { pattern: RegExp; words: (text: string) => Words }[] = [
  {
    pattern: /failed quota: .* must specify/,
    words: () => ({
      code: 'QuotaNeedsResources',
      message:
        'A quota of the namespace wants every container to state its resources.',
      hint: 'Set requirements.cpu and requirements.memory; for CPU limits, ask for a LimitRange with defaults.',
    }),
  },
  {
    pattern: /violates PodSecurity/,
    words: text => ({
      code: 'PodSecurity',
      message: `The namespace's pod security level refuses the pods: ${after(
        text,
        'violates PodSecurity',
      )}`,
      hint: 'The cluster adds something to the pods that the level forbids: tell the administrators.',
    }),
  },
  {
    pattern: /admission webhook/,
    words: text => ({
      code: 'AdmissionDenied',
      message: `A policy of the cluster refuses the pods: ${after(
        text,
        'admission webhook',
      )}`,
      hint: 'Change what the policy names, or ask the administrators.',
    }),
  },
  {
    pattern: /no PriorityClass with name/,
    words: text => ({
      code: 'PriorityClassMissing',
      message: `The cluster has no PriorityClass ${
        /name (\S+)/.exec(text)?.[1] ?? ''
      }, which its configuration names.`,
      hint: 'Tell the administrators.',
    }),
  },
  {
    pattern:
      /maximum (cpu|memory|.*) usage per|minimum .* usage per|LimitRange/,
    words: text => ({
      code: 'LimitRange',
      message: `A LimitRange of the namespace refuses the pods: ${after(
        text,
        'is forbidden:',
      )}`,
      hint: 'Change requirements.cpu and requirements.memory.',
    }),
  },
];

function causeOf(text: string): Words {
  const quota =
    /exceeded quota: (?<quota>[^,]+), requested: (?<requested>.+), used: (?<used>.+), limited: (?<limited>.+)$/s.exec(
      text,
    )?.groups;
  if (quota) {
    return {
      code: 'QuotaExceeded',
      message: `The quota ${quota.quota} does not allow the pods: asked for ${quota.requested}, used ${quota.used}, allowed ${quota.limited}.`,
      hint: 'Stop another model of the namespace, ask for less, or have the quota raised.',
    };
  }
  const found = CAUSES.find(({ pattern }) => pattern.test(text));
  return found ? found.words(text) : unknown(text);
}

function unknown(text: string): Words {
  return {
    code: 'PodCreationFailed',
    message: `The pods cannot be made: ${after(text, 'is forbidden:')}`,
    hint: 'See the events of the model.',
  };
}

function after(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return quote(at < 0 ? text : text.slice(at + mark.length))[0] ?? '';
}
