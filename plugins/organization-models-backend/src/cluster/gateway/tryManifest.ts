import { FIELD_MANAGERS } from '../../domain/ownership/ownership';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import type { Origin } from '../../domain/facts/Origin';
import { diffObjects } from '../../domain/plan/diffObjects';
import type { Trial } from '../../domain/plan/Trial';
import { isPassing } from './answering';
import { findObstacles } from '../objects/applyRefusals';
import type { ClusterObjects } from '../objects/ClusterObjects';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../connection/errors';
import { findMissingPart } from '../objects/findMissingPart';
import { isWrittenAnew, tryRewrite } from '../objects/takeOver';
import type { RawObject } from '../connection/RawObject';

const CREATED: Extract<Trial, { outcome: 'accepted' }> = {
  outcome: 'accepted',
  action: 'create',
  changes: [],
  foreign: false,
};

/** What the API server says of an object that would be applied. */
export async function tryManifest(
  objects: ClusterObjects,
  manifest: Manifest,
  { modelId, takesOver }: { modelId: string; takesOver: Origin['objects'] },
): Promise<Trial> {
  const { kind, metadata } = manifest;
  const isTakenOver = ({ metadata: { uid } }: RawObject) =>
    takesOver.some(object => object.kind === kind && object.uid === uid);
  try {
    if (kind === 'Pod') {
      const { spec } = await objects.tryPod(manifest);
      return { ...CREATED, pod: spec };
    }
    const [after] = await Promise.allSettled([
      objects.tryApply(manifest, { fieldManager: FIELD_MANAGERS.objects }),
    ]);
    if (after.status === 'fulfilled' && after.value.isNew) {
      return CREATED;
    }
    if (after.status === 'rejected' && after.reason.lacksRight) {
      throw after.reason;
    }
    const { namespace, name } = metadata;
    const before = await objects.read(kind, namespace, name);
    const isTaken = before !== undefined && isTakenOver(before);
    // What is refused about an object that is not ours tells nobody anything
    if (before && !isTaken && !objects.isOf(modelId, before)) {
      return {
        outcome: 'accepted',
        action: 'update',
        changes: [],
        foreign: true,
      };
    }
    const isInTheWay =
      after.status === 'rejected' &&
      findObstacles(after.reason, before, manifest).length > 0;
    if (before && (isInTheWay || (isTaken && isWrittenAnew(kind, before)))) {
      return toAccepted(before, await tryRewrite(manifest, before, objects));
    }
    return toAccepted(before, valueOf(after).object);
  } catch (error) {
    if (error instanceof ClusterRequestError && !isPassing(error)) {
      return toRefusal(error, manifest);
    }
    if (error instanceof ClusterRequestError) {
      throw new ClusterUnreachableError(error.cluster, error);
    }
    throw error;
  }
}

function toAccepted(before: RawObject | undefined, planned: RawObject): Trial {
  if (!before) {
    return CREATED;
  }
  const changes = diffObjects(before, planned);
  const action = changes.length > 0 ? 'update' : 'unchanged';
  return { outcome: 'accepted', action, changes, foreign: false };
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

function toRefusal(error: ClusterRequestError, manifest: Manifest): Trial {
  const { message } = error;
  if (/does not support dry run/.test(message)) {
    return { outcome: 'unknown', message };
  }
  const missing = findMissingPart(error, manifest);
  if (missing?.code === 'MissingCrd') {
    return { outcome: 'refused', code: missing.code, message: missing.message };
  }
  const code = /exceeded quota/.test(message)
    ? 'QuotaExceeded'
    : 'RejectedByCluster';
  return { outcome: 'refused', code, message };
}
