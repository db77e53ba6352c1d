import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { ModelPlace } from '../cluster/objects/ObjectReader';
import { OWNED_KINDS } from '../domain/ownership/ownedKinds';
import { RELEASED_LABELS } from '../domain/ownership/ownership';

/**
 * Takes off everything of a model what makes it one, and leaves it as it is
 * otherwise. Whoever comes again after a crash finds what is left.
 */
export async function releaseModel(
  model: ModelPlace,
  objects: ClusterObjects,
): Promise<void> {
  const kinds = OWNED_KINDS.map(({ kind }) => kind);
  const owned = await objects.listOf(model, { kinds });
  await Promise.all(
    owned.map(object => objects.unlabel(object, RELEASED_LABELS)),
  );
}
