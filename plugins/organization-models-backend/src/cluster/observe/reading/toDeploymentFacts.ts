import type {
  ConditionFacts,
  DeploymentFacts,
} from '../../../domain/facts/ObservedModel';
import { OWNER_ANNOTATIONS } from '../../../domain/ownership/ownership';
import type { RawObject } from '../../connection/RawObject';
import type { ReplicaSet } from './toReplicaSet';

export function toDeploymentFacts(
  deployment: RawObject,
  {
    newestSet: newest,
    runningSets = [],
  }: { newestSet?: ReplicaSet; runningSets?: ReplicaSet[] },
): DeploymentFacts {
  const { metadata, spec = {}, status = {} } = deployment;
  const wantedReplicas = spec.replicas ?? 1;
  const staleSets = runningSets.filter(
    ({ sizedFor = wantedReplicas }) => sizedFor !== wantedReplicas,
  );
  return {
    name: metadata.name,
    uid: metadata.uid,
    generation: metadata.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    paused: spec.paused === true,
    deleting: metadata.deletionTimestamp !== undefined,
    wantedReplicas,
    replicas: status.replicas ?? 0,
    updatedReplicas: status.updatedReplicas ?? 0,
    readyReplicas: status.readyReplicas ?? 0,
    availableReplicas: status.availableReplicas ?? 0,
    conditions: (status.conditions ?? []).map(toConditionFacts),
    ...(newest && {
      newestTemplateHash: newest.templateHash,
      ofEarlierSpec: isOfEarlierSpec(metadata, newest),
    }),
    ...(staleSets.length > 0 && {
      staleSets: staleSets.map(({ name }) => name),
    }),
  };
}

function isOfEarlierSpec(
  { annotations }: RawObject['metadata'],
  { contentHash }: ReplicaSet,
): boolean | undefined {
  const applied = annotations?.[OWNER_ANNOTATIONS.contentHash];
  return applied && contentHash ? contentHash !== applied : undefined;
}

export function toConditionFacts(condition: ConditionFacts): ConditionFacts {
  const { type, status, reason, message, lastTransitionTime } = condition;
  return { type, status, reason, message, lastTransitionTime };
}
