import type {
  ModelStatus,
  StatusReason,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Finding } from '../diagnosis/Finding';
import { countOldReplicas, leastReplicas, notAppliedReason } from './readFacts';
import type { StatusFacts } from './StatusInput';

type Choice = { status: ModelStatus; reason?: StatusReason };

type Rule = { status: ModelStatus; when: (facts: StatusFacts) => Outcome };

/** A reason, or whether the rule holds without one. */
type Outcome = StatusReason | boolean | undefined;

/** The first rule that holds is right; their order is what a status means. */
const RULES: Rule[] = [
  { status: 'deleting', when: isDeleting },
  { status: 'stopped', when: isStopped },
  { status: 'updating', when: isStopping },
  { status: 'failed', when: nothingReady(hasFailed) },
  { status: 'pending', when: nothingReady(notAppliedReason) },
  { status: 'pending', when: nothingReady(isUnscheduled) },
  { status: 'creating', when: nothingReady(firstFinding) },
  { status: 'degraded', when: failure },
  { status: 'updating', when: isRollingOut },
  { status: 'degraded', when: hasTooFew },
  { status: 'running', when: ({ applyProblems }) => applyProblems[0] ?? true },
];

/** One word for the eye, and why. */
export function chooseStatus(facts: StatusFacts): Choice {
  for (const { status, when } of RULES) {
    const outcome = when(facts);
    if (outcome) {
      return { status, reason: outcome === true ? undefined : outcome };
    }
  }
  throw new Error('The last rule always holds');
}

function nothingReady(rule: Rule['when']): Rule['when'] {
  return facts => facts.replicas.ready === 0 && rule(facts);
}

function isDeleting({
  deletionRequested,
  observed,
  applyProblems,
}: StatusFacts) {
  const message =
    observed.pods.length > 0
      ? 'The pods end their last requests.'
      : 'The objects are removed.';
  return (
    deletionRequested && (applyProblems[0] ?? { code: 'Deleting', message })
  );
}

function isStopped({
  desiredState,
  livePods,
  observed,
  applyProblems,
}: StatusFacts): Outcome {
  const wanted = observed.deployment?.wantedReplicas ?? 0;
  const gone = livePods.length === 0 && wanted === 0;
  return desiredState === 'stopped' && gone && (applyProblems[0] ?? true);
}

function isStopping({ desiredState, applyProblems }: StatusFacts): Outcome {
  return (
    desiredState === 'stopped' &&
    (applyProblems[0] ?? {
      code: 'Stopping',
      message: 'The pods end their last requests.',
    })
  );
}

/**
 * On evidence. What failed stays failed until a replica is ready or another
 * spec is accepted: between its attempts, a failing pod looks like a new one.
 */
function hasFailed(facts: StatusFacts): Outcome {
  return facts.isApplied && (failure(facts) ?? stillFailed(facts));
}

function stillFailed({ previous, observedGeneration }: StatusFacts): Outcome {
  const ofThisSpec = previous?.conditions.every(
    ({ observed_generation = observedGeneration }) =>
      observed_generation === observedGeneration,
  );
  return (
    ofThisSpec && previous?.status === 'failed' && (previous.reason ?? true)
  );
}

function failure({ findings }: StatusFacts): StatusReason | undefined {
  return toReason(findings.find(({ severity }) => severity === 'failure'));
}

function isUnscheduled({ findings, newestPods }: StatusFacts): Outcome {
  const waits = newestPods.some(pod => !pod.node && !pod.deleting);
  const why =
    findings.find(({ severity }) => severity === 'waiting') ?? findings[0];
  return (
    waits &&
    (toReason(why) ?? {
      code: 'Scheduling',
      message: 'The scheduler looks for a node.',
    })
  );
}

function firstFinding({ findings }: StatusFacts): Outcome {
  return (
    toReason(findings[0]) ?? { code: 'Starting', message: 'The pods are made.' }
  );
}

function isRollingOut(facts: StatusFacts): Outcome {
  const unapplied = !facts.isApplied && notAppliedReason(facts);
  const rolling = countOldReplicas(facts) > 0 && {
    code: 'RollingOut',
    message: 'New pods take the place of old ones, one after the other.',
  };
  return unapplied || rolling;
}

function hasTooFew(facts: StatusFacts): Outcome {
  const least = leastReplicas(facts);
  const { ready } = facts.replicas;
  return (
    ready < least &&
    (toReason(facts.findings[0]) ?? {
      code: 'TooFewReplicas',
      message: `${ready} of ${least} replicas are ready.`,
    })
  );
}

function toReason(finding: Finding | undefined): StatusReason | undefined {
  if (!finding) {
    return undefined;
  }
  const { code, message, hint } = finding;
  return hint ? { code, message, hint } : { code, message };
}
