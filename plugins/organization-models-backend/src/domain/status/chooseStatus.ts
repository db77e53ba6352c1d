import type {
  ModelStatus,
  StatusReason,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Finding } from '../diagnosis/Finding';
import { describeEnds } from '../facts/podEnds';
import { findReason, reasonOf } from '../reasons/catalogue';
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
  { status: 'updating', when: isNotSeenYet },
  { status: 'failed', when: nothingReady(hasFailed) },
  { status: 'degraded', when: nothingReady(hasLostAll) },
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
      ? describeEnds(observed.pods)
      : 'The objects are removed.';
  return (
    deletionRequested && (applyProblems[0] ?? reasonOf('Deleting', { message }))
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

function isStopping(facts: StatusFacts): Outcome {
  const { desiredState, applyProblems, livePods } = facts;
  const ending = livePods.filter(({ deleting }) => deleting);
  const message = ending.length > 0 ? describeEnds(ending) : undefined;
  return (
    desiredState === 'stopped' &&
    (applyProblems[0] ?? reasonOf('Stopping', { message }))
  );
}

// whatever it looks like, it is how the spec before this one looked
function isNotSeenYet({ isStale, applyProblems }: StatusFacts): Outcome {
  return isStale && applyProblems.length === 0 && reasonOf('NotSeenYet');
}

/**
 * On evidence. What crashed stays failed until a replica is ready or another
 * spec is accepted: between its attempts, a failing pod looks like a new one.
 */
function hasFailed(facts: StatusFacts): Outcome {
  return facts.isApplied && (failure(facts) ?? stillFailed(facts));
}

const LASTING = ['container', 'engine', 'node'];
/** Of a stage that a pod passes: they end with it. */
const PASSED_BY_RUNNING = [
  'SecretMissing',
  'SecretKeyMissing',
  'TokenSecretMissing',
  'ContainerConfigInvalid',
  'ContainerCreationFailed',
  'RunAsRoot',
];

function stillFailed({ previous, observedGeneration }: StatusFacts): Outcome {
  const ofThisSpec = previous?.conditions.every(
    ({ observed_generation = observedGeneration }) =>
      observed_generation === observedGeneration,
  );
  const code = previous?.reason?.code ?? '';
  return (
    ofThisSpec &&
    previous?.status === 'failed' &&
    LASTING.includes(findReason(code)?.concern ?? '') &&
    !PASSED_BY_RUNNING.includes(code) &&
    previous.reason
  );
}

function failure({ findings }: StatusFacts): StatusReason | undefined {
  return toReason(findings.find(({ severity }) => severity === 'failure'));
}

// what served and does not now has lost something: it is not being created
function hasLostAll(facts: StatusFacts): Outcome {
  return (
    facts.hasServed &&
    facts.isApplied &&
    (worstFinding(facts) ?? reasonOf('NoReplicaReady'))
  );
}

function isUnscheduled({ findings, newestPods }: StatusFacts): Outcome {
  const waits = newestPods.some(pod => !pod.node && !pod.deleting);
  const why =
    findings.find(({ severity }) => severity === 'waiting') ?? findings[0];
  return waits && (toReason(why) ?? reasonOf('Scheduling'));
}

function firstFinding({
  findings,
  newestPods,
  observed,
}: StatusFacts): Outcome {
  const first = toReason(findings[0]);
  const ending = observed.pods.filter(({ deleting }) => deleting);
  const isWaiting = newestPods.length === 0 && ending.length > 0;
  return (
    first ??
    (isWaiting
      ? reasonOf('WaitingForRoom', {
          message: `Before its own: ${describeEnds(ending)}`,
        })
      : reasonOf('Starting', { message: 'The pods are made.' }))
  );
}

function isRollingOut(facts: StatusFacts): Outcome {
  const unapplied = !facts.isApplied && notAppliedReason(facts);
  return unapplied || isReplacing(facts) || isScalingUp(facts);
}

function isReplacing(facts: StatusFacts): Outcome {
  const own = facts.findings.find(({ code }) => code === 'WaitingForRoom');
  return (
    countOldReplicas(facts) > 0 && (toReason(own) ?? reasonOf('RollingOut'))
  );
}

/** It takes long, and nothing is wrong. */
const GOES_ON = ['WaitingForRoom', 'ImageSlow'];

// not all replicas of this spec were ever ready, and nothing is wrong
function isScalingUp(facts: StatusFacts): Outcome {
  const { findings, replicas, wasComplete } = facts;
  const isFine = findings.every(
    ({ severity, code }) => severity === 'progress' || GOES_ON.includes(code),
  );
  const least = leastReplicas(facts);
  const message = `${replicas.ready} of ${least} replicas are ready, and the others start.`;
  return (
    replicas.ready < least &&
    !wasComplete &&
    isFine &&
    (toReason(findings.find(({ code }) => code === 'WaitingForRoom')) ??
      reasonOf('ScalingUp', { message }))
  );
}

function hasTooFew(facts: StatusFacts): Outcome {
  const least = leastReplicas(facts);
  const { ready } = facts.replicas;
  return (
    ready < least &&
    (worstFinding(facts) ??
      reasonOf('TooFewReplicas', {
        message: `${ready} of ${least} replicas are ready.`,
      }))
  );
}

function worstFinding({ findings }: StatusFacts): StatusReason | undefined {
  return toReason(findings[0]);
}

function toReason(finding: Finding | undefined): StatusReason | undefined {
  if (!finding) {
    return undefined;
  }
  const { code, message, hint } = finding;
  return hint ? { code, message, hint } : { code, message };
}
