import { platformOf } from '../../domain/desired/toDesiredContext';
import { newModelState } from '../../domain/facts/newModelState';
import type { ResolvedModel } from '../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { namespaceOf } from '../../domain/namespaces/namespaceOf';
import type { Caller } from '../access/Caller';
import type { Asked } from './parsing/parseModelBody';
import type { PlannedCluster } from './PlannedCluster';

/** The first generation of a model. */
export function toNewModel(
  { spec, onFailure }: Asked,
  {
    id,
    caller,
    cluster,
    resolved,
    now,
  }: {
    id: string;
    caller: Caller;
    cluster: PlannedCluster;
    resolved: ResolvedModel;
    now: Date;
  },
): StoredModel {
  const at = now.toISOString();
  return {
    id,
    organizationId: caller.organizationId,
    cluster: cluster.name,
    namespace: namespaceOf(caller.organizationId, cluster),
    name: spec.name,
    createdBy: caller.subject,
    createdAt: at,
    updatedAt: at,
    spec,
    resolved: { ...resolved, platform: platformOf(cluster) },
    onFailure: onFailure && { action: onFailure },
    ...newModelState(at, 'The model was accepted and is deployed next.'),
  };
}

/**
 * The generation after the one that is stored.
 *
 * @param options - `status`: what shows until the controller has looked
 */
export function toNextGeneration(
  before: StoredModel,
  { spec, onFailure }: Pick<Asked, 'spec' | 'onFailure'>,
  {
    resolved,
    status = 'updating',
    now,
  }: { resolved: ResolvedModel; status?: StoredModel['status']; now: Date },
): StoredModel {
  const at = now.toISOString();
  return {
    ...before,
    spec,
    resolved,
    onFailure: onFailure && { action: onFailure },
    status,
    // What was wrong with the generation before is no reason of this one
    statusReason:
      status === before.status && status !== 'updating'
        ? before.statusReason
        : {
            code: 'Accepted',
            message: 'The change was accepted and is applied next.',
            observed_at: at,
          },
    generation: before.generation + 1,
    updatedAt: at,
  };
}
