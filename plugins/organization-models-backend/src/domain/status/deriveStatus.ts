import { chooseStatus } from './chooseStatus';
import { collectFacts } from './collectFacts';
import {
  deriveConditions,
  unknownConditions,
} from './conditions/deriveConditions';
import type { Reached } from '../facts/StoredModel';
import { countOldReplicas, leastReplicas } from './readFacts';
import type { DerivedStatus, StatusFacts, StatusInput } from './StatusInput';

/**
 * The status of a model by what was asked, applied and observed. The same
 * input gives the same output: a message never counts seconds, so that an
 * unchanged model writes nothing.
 */
export function deriveStatus(input: StatusInput): DerivedStatus {
  if (!input.reachable) {
    return whileAway(input);
  }
  const facts = collectFacts(input);
  if (isKept(input)) {
    return { ...input.previous, reached: input.reached };
  }
  const { status, reason } = chooseStatus(facts);
  return {
    status,
    reason: reason && withMoment(reason, input),
    conditions: deriveConditions(facts),
    replicas: facts.replicas,
    reached: reachedBy(facts),
  };
}

// we only set something back, and the answer is not seen yet
function isKept(
  input: StatusInput,
): input is StatusInput & { previous: DerivedStatus } {
  const { isStale, previous, generation, applyProblems } = input;
  return (
    isStale === true &&
    applyProblems.length === 0 &&
    !input.deletionRequested &&
    (previous?.conditions.length ?? 0) > 0 &&
    previous!.conditions.every(
      ({ observed_generation }) => observed_generation === generation,
    )
  );
}

function reachedBy(facts: StatusFacts): Reached | undefined {
  const { generation, replicas, isApplied, isStale, reached } = facts;
  const isOut = isApplied && !isStale && countOldReplicas(facts) === 0;
  if (!isOut || replicas.ready === 0 || facts.desiredState === 'stopped') {
    return reached;
  }
  return replicas.ready >= leastReplicas(facts)
    ? { served: generation, complete: generation }
    : { ...reached, served: generation };
}

// nobody knows: what was known stays, as of when it was
function whileAway(input: StatusInput): DerivedStatus {
  const { previous } = input;
  const conditions = unknownConditions(input);
  if (previous) {
    const status = input.deletionRequested ? 'deleting' : previous.status;
    return { ...previous, status, conditions };
  }
  const { replicas } = collectFacts(input);
  return {
    status: input.deletionRequested ? 'deleting' : 'pending',
    conditions,
    replicas,
  };
}

// since when it is so
function withMoment(
  reason: NonNullable<DerivedStatus['reason']>,
  { previous, now }: StatusInput,
) {
  const before = previous?.reason;
  const same =
    before?.code === reason.code && before.message === reason.message;
  return {
    ...reason,
    observed_at: (same && before.observed_at) || now.toISOString(),
  };
}
