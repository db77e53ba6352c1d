import { mostReplicas } from '../facts/replicaCounts';
import type { ModelAsked } from '../facts/StoredModel';
import { computePlacement } from './computePlacement';
import { ANYWHERE, type ModelUse } from './ModelUse';
import { ownRequests } from './ownRequests';

/** What a stopped model counts: its place in the list. */
const STOPPED: ModelUse = {
  models: 1,
  gpus: 0,
  placement: ANYWHERE,
  cpuMillis: 0,
  memoryBytes: 0,
};

/** What one model counts against its organization's quota. */
export function computeModelUse({
  spec,
  resolved,
}: Pick<ModelAsked, 'spec' | 'resolved'>): ModelUse {
  if (spec.desired_state === 'stopped') {
    return STOPPED;
  }
  const replicas = mostReplicas(resolved.scaling);
  const pod = resolved.admitted ?? ownRequests(resolved);
  return {
    models: 1,
    gpus: replicas * pod.gpus,
    placement: resolved.gpu ? computePlacement(spec, resolved.gpu) : ANYWHERE,
    cpuMillis: replicas * pod.cpuMillis,
    memoryBytes: replicas * pod.memoryBytes,
  };
}
