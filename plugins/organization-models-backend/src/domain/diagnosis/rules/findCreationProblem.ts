import type { ObservedModel, PodFacts } from '../../facts/ObservedModel';
import type { ReasonCode } from '../../reasons/catalogue';
import { conditionEvidence, quote } from '../evidence';
import type { Finding } from '../Finding';
import { makeFinding } from '../makeFinding';

/** Pods that the API server does not let the ReplicaSet make. */
export function findCreationProblem({
  deployment,
  pods,
}: Pick<ObservedModel, 'deployment' | 'pods'>): Finding | undefined {
  const failure = deployment?.conditions.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (!failure) {
    return undefined;
  }
  const text = failure.message ?? '';
  const evidence = conditionEvidence(`Deployment/${deployment!.name}`, failure);
  const { code, message } = causeOf(text);
  return code === 'QuotaExceeded' && pods.some(isEnding)
    ? makeFinding('WaitingForRoom', { evidence })
    : makeFinding(code, { message, evidence });
}

// it counts against the quota until it is gone
function isEnding({ deleting }: PodFacts): boolean {
  return deleting;
}

type Words = { code: ReasonCode; message?: string };

const CAUSES: {
  code: ReasonCode;
  pattern: RegExp;
  /** What the refusal itself says comes after these words. */
  mark?: string;
  before?: string;
}[] = [
  { code: 'NamespaceTerminating', pattern: /because it is being terminated/ },
  { code: 'QuotaNeedsResources', pattern: /failed quota: .* must specify/ },
  {
    code: 'PodSecurity',
    pattern:
      /violates PodSecurity|security context constraint|pod security policy/,
    before: "The namespace's pod security level refuses the pods",
    mark: 'violates PodSecurity',
  },
  {
    code: 'QuotaExceeded',
    pattern: /insufficient quota to match these scopes/,
    before: 'No quota of the namespace admits pods of this kind',
    mark: 'is forbidden:',
  },
  {
    code: 'AdmissionUnavailable',
    pattern: /failed calling webhook/,
    before: 'A webhook that has to admit the pods does not answer',
    mark: 'failed calling webhook',
  },
  {
    code: 'AdmissionDenied',
    pattern: /admission webhook|ValidatingAdmissionPolicy/,
    before: 'A policy of the cluster refuses the pods',
    mark: 'admission webhook',
  },
  {
    code: 'LimitRange',
    pattern:
      /maximum .* usage per|minimum .* usage per|limit to request ratio per|LimitRange/,
    before: 'A LimitRange of the namespace refuses the pods',
    mark: 'is forbidden:',
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
    };
  }
  const missing =
    /no PriorityClass with name (?<priority>\S+)|serviceaccount "(?<account>[^"]+)" not found|RuntimeClass "(?<runtime>[^"]+)" not found/.exec(
      text,
    )?.groups;
  if (missing) {
    if (missing.runtime) {
      return {
        code: 'RuntimeClassMissing',
        message: `The cluster has no RuntimeClass ${missing.runtime}, which its configuration names.`,
      };
    }
    return missing.priority
      ? {
          code: 'PriorityClassMissing',
          message: `The cluster has no PriorityClass ${missing.priority}, which its configuration names.`,
        }
      : {
          code: 'ServiceAccountMissing',
          message: `The service account ${missing.account} of the pods does not exist.`,
        };
  }
  const found = CAUSES.find(({ pattern }) => pattern.test(text)) ?? {
    code: 'PodCreationFailed' as const,
    before: 'The pods cannot be made',
    mark: 'is forbidden:',
  };
  return found.before
    ? {
        code: found.code,
        message: `${found.before}: ${after(text, found.mark!)}`,
      }
    : { code: found.code };
}

function after(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return quote(at < 0 ? text : text.slice(at + mark.length)) ?? '';
}
