import type { Workload } from '@orgmodels/backstage-plugin-organization-models-common';
import type { WorkloadFacts } from '../../domain/facts/Observation';
import { deriveUnmanagedStatus } from '../../domain/status/deriveUnmanagedStatus';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { toModel } from './toModel';

/** The workload of a model, as it is or will be. */
export function toManagedWorkload(model: StoredModel): Workload {
  const shown = toModel(model);
  return {
    id: shown.id,
    name: shown.name,
    namespace: shown.namespace,
    cluster: shown.cluster,
    is_managed: true,
    status: shown.status,
    replicas: shown.replicas,
    created_at: shown.created_at,
    model_type: shown.model_type,
    display_name: shown.display_name,
    description: shown.description,
  };
}

/** A workload that somebody else made. */
export function toUnmanagedWorkload(
  cluster: string,
  workload: WorkloadFacts,
  { now }: { now: Date },
): Workload {
  const { wantedReplicas: desired, readyReplicas: ready } = workload;
  const { status, reason } = deriveUnmanagedStatus(workload, { now });
  return {
    name: workload.name,
    namespace: workload.namespace,
    cluster,
    is_managed: false,
    kind: workload.kind,
    status,
    ...(reason ? { status_reason: reason } : {}),
    replicas: {
      desired,
      ready,
      available: workload.availableReplicas,
      updated: workload.updatedReplicas,
    },
    created_at: workload.createdAt,
  };
}
