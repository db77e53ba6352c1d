import type { Condition } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StatusFacts, StatusInput } from '../StatusInput';
import { assessAnswers } from './assessAnswers';
import { assessApplied } from './assessApplied';
import { assessAutoscaler } from './assessAutoscaler';
import type { Assess, Assessment } from './Assessment';
import { assessHealing } from './assessHealing';
import { assessImages } from './assessImages';
import { assessReady } from './assessReady';
import { assessReverted } from './assessReverted';
import { assessRoute } from './assessRoute';
import { assessScheduled } from './assessScheduled';
import { assessStorage } from './assessStorage';
import { assessToken } from './assessToken';

// in the order in which a model gets there
const CONDITIONS: [type: string, assess: Assess][] = [
  ['Applied', assessApplied],
  ['TokenAvailable', assessToken],
  ['StorageBound', assessStorage],
  ['Scheduled', assessScheduled],
  ['ImagesPulled', assessImages],
  ['Ready', assessReady],
  ['Answers', assessAnswers],
  ['Routed', assessRoute],
  ['AutoscalerActive', assessAutoscaler],
  ['Healing', assessHealing],
  ['AsAsked', assessReverted],
];

/** The conditions that apply to a model, each by one function. */
export function deriveConditions(facts: StatusFacts): Condition[] {
  return CONDITIONS.flatMap(([type, assess]) => {
    const assessment = assess(facts);
    return assessment ? [toCondition(type, assessment, facts)] : [];
  });
}

/** The conditions of before, all `Unknown`: nobody could look. */
export function unknownConditions(input: StatusInput): Condition[] {
  const types = input.previous?.conditions.map(({ type }) => type) ?? [
    'Applied',
    'Ready',
  ];
  return types.map(type =>
    toCondition(
      type,
      {
        status: 'Unknown',
        reason: 'ClusterUnreachable',
        message: 'The cluster cannot be reached.',
      },
      input,
    ),
  );
}

function toCondition(
  type: string,
  { status, reason, message }: Assessment,
  { previous, observedGeneration, now }: StatusInput,
): Condition {
  const before = previous?.conditions.find(
    condition => condition.type === type,
  );
  return {
    type,
    status,
    reason,
    message,
    last_transition_time:
      before?.status === status
        ? before.last_transition_time
        : now.toISOString(),
    observed_generation: observedGeneration,
  };
}
