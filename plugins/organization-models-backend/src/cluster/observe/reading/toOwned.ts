import { pick } from 'lodash';
import {
  OWNER_ANNOTATIONS,
  OWNER_LABELS,
  ownedModelOf,
} from '../../../domain/ownership/ownership';
import type { OwnedObject } from '../../../domain/facts/Observation';
import type { RawObject } from '../../connection/RawObject';
import { toOwnedObject } from './toOwnedObject';

/** One of our objects, and as much of it as its status is read from. */
export type Owned = {
  modelId: string;
  object: OwnedObject;
  raw: RawObject;
  /** The label of its organization. */
  organization?: string;
};

/** Reads an object of one of our models. */
export function toOwned(
  kind: string,
  raw: RawObject,
  owner: { installationId: string },
): Owned | undefined {
  const modelId = ownedModelOf(raw.metadata.labels, owner);
  return modelId
    ? {
        modelId,
        object: toOwnedObject(kind, raw),
        raw: withoutPodTemplate(raw),
        organization: raw.metadata.labels?.[OWNER_LABELS.organization],
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
    annotations,
  } = raw.metadata;
  const { contentHash } = OWNER_ANNOTATIONS;
  return {
    metadata: {
      name,
      uid,
      resourceVersion,
      generation,
      creationTimestamp,
      deletionTimestamp,
      annotations: pick(annotations ?? {}, contentHash),
    },
    spec: { replicas: raw.spec?.replicas, paused: raw.spec?.paused },
    status: raw.status,
  };
}
