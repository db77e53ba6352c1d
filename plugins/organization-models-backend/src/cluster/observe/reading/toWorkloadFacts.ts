import {
  FOREIGN_LABELS,
  OWNER_ANNOTATIONS,
  OWNER_LABELS,
} from '../../../domain/ownership/ownership';
import type { WorkloadFacts } from '../../../domain/facts/Observation';
import type { ConditionFacts } from '../../../domain/facts/ObservedModel';
import { toConditionFacts } from './toDeploymentFacts';
import { WORKLOAD_KINDS } from '../../connection/resourceKinds';
import type { RawObject } from '../../connection/RawObject';

const ENTITY_REF = /^[a-z]\w*:[\w.-]+\/[\w.-]+$/i;

/**
 * Reads a workload that serves a model, whoever made it; not one that is part
 * of another workload.
 */
export function toWorkloadFacts(
  kind: string,
  object: RawObject,
): WorkloadFacts | undefined {
  const { metadata, spec = {}, status = {} } = object;
  const labels = metadata.labels ?? {};
  const name = labels[FOREIGN_LABELS.name];
  if (!name || isPart(object)) {
    return undefined;
  }
  const { readyReplicas: ready = 0 } = status;
  return {
    uid: metadata.uid,
    kind,
    name,
    namespace: metadata.namespace ?? '',
    createdAt: metadata.creationTimestamp,
    modelId: labels[OWNER_LABELS.model],
    installation: labels[OWNER_LABELS.installation],
    ...organizationOf(metadata.annotations),
    wantedReplicas: spec.replicas ?? 1,
    readyReplicas: ready,
    // Not every kind counts these apart
    availableReplicas: status.availableReplicas ?? ready,
    updatedReplicas: status.updatedReplicas ?? 0,
    conditions: (status.conditions ?? [])
      .filter(isTrouble)
      .map(toConditionFacts),
  };
}

// Others write on objects, too: what cannot be an organization is kept nowhere
function organizationOf(annotations: Record<string, string> = {}) {
  const organization = annotations[OWNER_ANNOTATIONS.organization];
  return organization && ENTITY_REF.test(organization) ? { organization } : {};
}

// all others say what the numbers say
function isTrouble({ type, reason }: ConditionFacts): boolean {
  return type === 'ReplicaFailure' || reason === 'ProgressDeadlineExceeded';
}

function isPart({ metadata }: RawObject): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind }) =>
    WORKLOAD_KINDS.some(workload => workload.kind === kind),
  );
}
