import { FOREIGN_LABELS, OWNER_LABELS } from '../../domain/desired/ownership';
import type { WorkloadFacts } from '../../domain/facts/Observation';
import type { RawObject } from '../watchResource';

/** Reads a workload that serves a model, whoever made it. */
export function toWorkloadFacts(object: RawObject): WorkloadFacts | undefined {
  const { metadata, spec = {}, status = {} } = object;
  const labels = metadata.labels ?? {};
  const name = labels[FOREIGN_LABELS.name];
  if (!name) {
    return undefined;
  }
  return {
    uid: metadata.uid,
    kind: object.kind ?? 'Deployment',
    name,
    namespace: metadata.namespace ?? '',
    createdAt: metadata.creationTimestamp,
    modelId: labels[OWNER_LABELS.model],
    installation: labels[OWNER_LABELS.installation],
    wantedReplicas: spec.replicas ?? 1,
    readyReplicas: status.readyReplicas ?? 0,
    availableReplicas: status.availableReplicas ?? 0,
    updatedReplicas: status.updatedReplicas ?? 0,
  };
}
