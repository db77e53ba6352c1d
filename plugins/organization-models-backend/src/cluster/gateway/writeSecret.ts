import {
  FIELD_MANAGERS,
  OWNER_LABELS,
  TOKEN_LABELS,
} from '../../domain/ownership/ownership';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import { isOtherObject } from '../objects/applyRefusals';
import type { ClusterObjects } from '../objects/ClusterObjects';
import { ForeignObjectError } from '../connection/errors';
import type { RawObject } from '../connection/RawObject';

/** What was there before a Secret was written, and what is there since. */
export type Written = { before: RawObject | undefined; answer: RawObject };

/** Writes a Secret of ours, never one of somebody else. */
export async function writeSecret(
  objects: ClusterObjects,
  manifest: Manifest,
): Promise<Written> {
  try {
    return await applyOurs(objects, manifest);
  } catch (error) {
    if (!isOtherObject(error)) {
      throw error;
    }
    // Somebody came in between: look again
    return applyOurs(objects, manifest);
  }
}

/** Takes a Secret back, unless another wrote it since: whose word is the last. */
export async function takeBack(
  objects: ClusterObjects,
  { before, answer }: Written,
): Promise<void> {
  const { name, namespace = '', uid, resourceVersion } = answer.metadata;
  if (!before) {
    await objects.remove(
      { kind: 'Secret', name, namespace, uid },
      { foreground: false, resourceVersion },
    );
    return;
  }
  const { labels = {}, annotations } = before.metadata;
  await objects.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels, annotations },
      type: before.type,
      data: before.data,
    },
    { fieldManager: FIELD_MANAGERS.objects, target: { uid, resourceVersion } },
  );
}

async function applyOurs(
  objects: ClusterObjects,
  manifest: Manifest,
): Promise<Written> {
  const { kind, metadata } = manifest;
  const { namespace, name, labels } = metadata;
  const before = await objects.read(kind, namespace, name);
  if (before && !hasSameOwner(before.metadata.labels, labels)) {
    throw new ForeignObjectError(kind, name);
  }
  const answer = await objects.apply(manifest, {
    fieldManager: FIELD_MANAGERS.objects,
    target: before ? { uid: before.metadata.uid } : 'absent',
  });
  return { before, answer };
}

// Of one model, or of the tokens of one organization
function hasSameOwner(
  before: Record<string, string> = {},
  after: Record<string, string>,
): boolean {
  return [
    OWNER_LABELS.installation,
    OWNER_LABELS.organization,
    OWNER_LABELS.model,
    TOKEN_LABELS.name,
  ].every(label => before[label] === after[label]);
}
