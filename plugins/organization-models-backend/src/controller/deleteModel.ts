import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { ModelPlace } from '../cluster/objects/ObjectReader';
import { OWNED_KINDS, REMOVAL_STAGES } from '../domain/ownership/ownedKinds';
import { isForeground, planRemoval } from '../domain/pass/planRemoval';

const KINDS = OWNED_KINDS.map(({ kind }) => kind);

export type DeletionProgress =
  | { state: 'gone' }
  | { state: 'waiting'; message: string };

/**
 * Removes the objects of a model, one stage after the other. Each call goes as
 * far as it can; what is still going away is looked at again. Asks the cluster
 * itself, so that a crash at any step, or a watch that lags, loses nothing.
 */
export async function deleteModel(
  model: ModelPlace,
  objects: ClusterObjects,
): Promise<DeletionProgress> {
  for (const _ of REMOVAL_STAGES) {
    const [there, pods] = await Promise.all([
      objects.listOf(model, { kinds: KINDS }),
      objects.countPods(model),
    ]);
    const { remove, waitsFor } = planRemoval(there, pods);
    if (remove.length === 0) {
      return waitsFor
        ? { state: 'waiting', message: waitsFor }
        : { state: 'gone' };
    }
    await Promise.all(
      remove.map(object =>
        objects.remove(object, { foreground: isForeground(object) }),
      ),
    );
  }
  return { state: 'waiting', message: 'The objects are removed' };
}
