import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { StoredModel } from '../domain/facts/StoredModel';
import { OWNED_KINDS } from '../domain/ownership/ownedKinds';
import {
  OWNER_ANNOTATIONS,
  RELEASED_LABELS,
} from '../domain/ownership/ownership';

/**
 * Takes off everything of a model what makes it one, and leaves it as it is
 * otherwise; whose it was last stays on it, by which they may adopt it again.
 * Whoever comes again after a crash finds what is left.
 */
export async function releaseModel(
  model: Pick<StoredModel, 'id' | 'namespace' | 'organizationId'>,
  objects: Pick<ClusterObjects, 'listOf' | 'unlabel'>,
): Promise<void> {
  // It may have been transferred since it was applied
  const owner = { [OWNER_ANNOTATIONS.organization]: model.organizationId };
  const kinds = OWNED_KINDS.map(({ kind }) => kind);
  const owned = await objects.listOf(model, { kinds });
  await Promise.all(
    owned.map(object => objects.unlabel(object, RELEASED_LABELS, owner)),
  );
}
