import { OWNER_LABELS } from '../../domain/desired/ownership';
import type { OwnedObject } from '../../domain/facts/Observation';
import type { RawObject } from '../watchResource';
import { toOwnedObject } from './toOwnedObject';

/** One of our objects, and as much of it as its status is read from. */
export type Owned = { modelId: string; object: OwnedObject; raw: RawObject };

/** Reads an object that carries the id of a model. */
export function toOwned(kind: string, raw: RawObject): Owned | undefined {
  const modelId = raw.metadata.labels?.[OWNER_LABELS.model];
  return modelId
    ? {
        modelId,
        object: toOwnedObject(kind, raw),
        raw: withoutPodTemplate(raw),
      }
    : undefined;
}

// The template is by far the largest part, and its fingerprint is taken
function withoutPodTemplate(raw: RawObject): RawObject {
  const {
    name,
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    deletionTimestamp,
  } = raw.metadata;
  return {
    metadata: {
      name,
      uid,
      resourceVersion,
      generation,
      creationTimestamp,
      deletionTimestamp,
    },
    spec: { replicas: raw.spec?.replicas, paused: raw.spec?.paused },
    status: raw.status,
  };
}
