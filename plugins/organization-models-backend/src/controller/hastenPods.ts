import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../cluster/connection/errors';
import type { PodFacts } from '../domain/facts/ObservedModel';
import { findIdleEnds, IDLE_GRACE_SECONDS } from '../domain/facts/podEnds';

/**
 * Shortens the grace of ending pods that have no requests. It is a service to
 * who waits: where the cluster does not do it, they end by themselves.
 *
 * @returns why the cluster did not
 */
export async function hastenPods(
  pods: PodFacts[],
  objects: Pick<ClusterObjects, 'remove'>,
): Promise<string | undefined> {
  try {
    await Promise.all(
      findIdleEnds(pods).map(pod =>
        objects.remove(
          { ...pod, kind: 'Pod' },
          { foreground: false, graceSeconds: IDLE_GRACE_SECONDS },
        ),
      ),
    );
  } catch (error) {
    if (
      error instanceof ClusterRequestError ||
      error instanceof ClusterUnreachableError
    ) {
      return error.message;
    }
    throw error;
  }
  return undefined;
}
