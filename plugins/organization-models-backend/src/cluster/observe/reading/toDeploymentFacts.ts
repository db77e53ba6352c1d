import type {
  ConditionFacts,
  DeploymentFacts,
} from '../../../domain/facts/ObservedModel';
import type { RawObject } from '../../watchResource';

export function toDeploymentFacts(
  deployment: RawObject,
  newestTemplateHash: string | undefined,
): DeploymentFacts {
  const { metadata, spec = {}, status = {} } = deployment;
  return {
    name: metadata.name,
    uid: metadata.uid,
    generation: metadata.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    paused: spec.paused === true,
    deleting: metadata.deletionTimestamp !== undefined,
    wantedReplicas: spec.replicas ?? 1,
    replicas: status.replicas ?? 0,
    updatedReplicas: status.updatedReplicas ?? 0,
    readyReplicas: status.readyReplicas ?? 0,
    availableReplicas: status.availableReplicas ?? 0,
    conditions: (status.conditions ?? []).map(toConditionFacts),
    ...(newestTemplateHash ? { newestTemplateHash } : {}),
  };
}

export function toConditionFacts(condition: ConditionFacts): ConditionFacts {
  const { type, status, reason, message, lastTransitionTime } = condition;
  return { type, status, reason, message, lastTransitionTime };
}
