import type { Origin } from '../facts/Origin';
import type { StoredModel } from '../facts/StoredModel';
import {
  OWNER_LABELS,
  podSelector,
  toLabelValue,
} from '../ownership/ownership';

/**
 * What a model keeps that another organization gets: its pods run on with the
 * label of the first, since another one would make them anew.
 *
 * @param objects - what the manifests do not have, and has to get new labels
 */
export function planTransfer(
  { id: modelId, organizationId, origin }: StoredModel,
  objects: Origin['objects'],
): Origin {
  return {
    ...origin,
    selector: podSelector({ modelId, origin }),
    objects,
    podLabels: {
      [OWNER_LABELS.organization]: toLabelValue(organizationId),
      ...origin?.podLabels,
    },
  };
}
