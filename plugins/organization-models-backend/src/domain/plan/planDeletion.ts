import { sortBy } from 'lodash';
import type { StoredModel } from '../facts/StoredModel';
import { hashAgreed } from './hashAgreed';

/** What goes with a model that is deleted. */
export type Deletion = {
  objects: { kind: string; name: string; action: 'delete'; diff: [] }[];
  /** The same as long as the same objects of the same generation would go. */
  planHash: string;
};

/** Everything that was applied for a model goes with it; what it only mounts stays. */
export function planDeletion(
  model: Pick<StoredModel, 'id' | 'generation' | 'applied'>,
): Deletion {
  const objects = sortBy(model.applied, ['kind', 'name']).map(
    ({ kind, name }) => ({
      kind,
      name,
      action: 'delete' as const,
      diff: [] as [],
    }),
  );
  const agreed = ['delete', model.id, model.generation, objects];
  return {
    objects,
    planHash: hashAgreed(JSON.stringify(agreed)),
  };
}
