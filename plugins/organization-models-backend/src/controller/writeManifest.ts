import type {
  ApplyTarget,
  ClusterObjects,
} from '../cluster/objects/ClusterObjects';
import {
  findObstacles,
  isInvalid,
  isOtherObject,
} from '../cluster/objects/applyRefusals';
import { fingerprint, hashOf } from '../domain/ownership/fingerprint';
import type { RawObject } from '../cluster/connection/RawObject';
import { writeAsRead } from '../cluster/objects/writeAsRead';
import { FIELD_MANAGERS } from '../domain/ownership/ownership';
import type { AppliedObject } from '../domain/facts/Observation';
import type { Manifest } from '../domain/facts/ResolvedModel';
import type { PlannedApply } from '../domain/pass/planObjects';
import { findClashes } from '../domain/plan/findClashes';
import { createDeployment, isHalfMade } from './createDeployment';

type WriteOptions = {
  modelId: string;
  objects: ClusterObjects;
  applied: AppliedObject[];
  /** What a Deployment that has to be made starts with. */
  initialReplicas: number;
  signal: AbortSignal;
};

export type Written = { before: RawObject | undefined; answer: RawObject };

/**
 * Writes what is ours or is not there yet. Each write names what it may meet,
 * so that an object which somebody else makes meanwhile is never overwritten.
 */
export async function writeManifest(
  planned: PlannedApply,
  options: WriteOptions,
): Promise<Written | 'notOurs'> {
  const { manifest } = planned;
  const expected = expectedOf(planned, options);
  try {
    if (expected) {
      const answer = await writeTo(expected, manifest, options);
      return { before: undefined, answer };
    }
  } catch (error) {
    if (!isOtherObject(error) && !isInvalid(error)) {
      throw error;
    }
  }
  const { kind, metadata } = manifest;
  const { objects, modelId } = options;
  const before = await objects.read(kind, metadata.namespace, metadata.name);
  if (before && !objects.isOf(modelId, before)) {
    return 'notOurs';
  }
  const answer =
    before && isAsApplied(before, manifest, options)
      ? before
      : await writeOver(before, manifest, options);
  return { before, answer };
}

// What another changed is worth a look before it is set back: it is told of.
// So is what we made and did not see yet: mostly it is only the watch that has
// not come so far, and there is nothing to write
function expectedOf(
  { manifest, why }: PlannedApply,
  { applied }: WriteOptions,
): ApplyTarget | undefined {
  switch (why) {
    case 'missing':
      return findApplied(applied, manifest) ? undefined : 'absent';
    case 'changed':
      return targetOf(applied, manifest);
    default:
      return undefined;
  }
}

function isAsApplied(
  object: RawObject,
  manifest: Manifest,
  { applied }: WriteOptions,
): boolean {
  const last = findApplied(applied, manifest);
  return (
    last?.uid === object.metadata.uid &&
    last.manifestHash === hashOf(manifest) &&
    last.fingerprint === fingerprint(object) &&
    object.metadata.deletionTimestamp === undefined &&
    !isHalfMade(object)
  );
}

// What somebody put beside our fields may have to go before an apply is taken
async function writeOver(
  before: RawObject | undefined,
  manifest: Manifest,
  options: WriteOptions,
): Promise<RawObject> {
  try {
    return await writeTo(before ?? 'absent', manifest, options);
  } catch (error) {
    if (findObstacles(error, before, manifest).length === 0) {
      throw error;
    }
    await makeRoom(before!, manifest, options);
    return writeTo(before!, manifest, options);
  }
}

async function makeRoom(
  before: RawObject,
  manifest: Manifest,
  { objects, signal }: WriteOptions,
): Promise<void> {
  const { kind, metadata } = manifest;
  await writeAsRead(before, {
    read: () => objects.read(kind, metadata.namespace, metadata.name),
    write(object) {
      const clashes = findClashes(object, manifest);
      return objects.makeRoom(manifest, object, { clashes, signal });
    },
  });
}

function writeTo(
  there: RawObject | ApplyTarget,
  manifest: Manifest,
  { objects, initialReplicas: replicas, signal }: WriteOptions,
): Promise<RawObject> {
  const before = isObject(there) ? there : undefined;
  const isToMake = there === 'absent' || (before && isHalfMade(before));
  return manifest.kind === 'Deployment' && isToMake
    ? createDeployment(manifest, { objects, replicas, before, signal })
    : objects.apply(manifest, {
        fieldManager: FIELD_MANAGERS.objects,
        target: toTarget(there),
        signal,
      });
}

function toTarget(there: RawObject | ApplyTarget): ApplyTarget {
  return isObject(there) ? { uid: there.metadata.uid } : there;
}

function isObject(there: RawObject | ApplyTarget): there is RawObject {
  return typeof there === 'object' && 'metadata' in there;
}

/** The object as it was last applied. */
export function findApplied(
  applied: AppliedObject[],
  { kind, metadata }: Manifest,
): AppliedObject | undefined {
  return applied.find(
    object => object.kind === kind && object.name === metadata.name,
  );
}

/** Exactly the object that was last applied. */
export function targetOf(applied: AppliedObject[], manifest: Manifest) {
  const known = findApplied(applied, manifest);
  return known && { uid: known.uid };
}
