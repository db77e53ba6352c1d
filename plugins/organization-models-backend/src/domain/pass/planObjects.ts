import type {
  AppliedObject,
  Observation,
  OwnedObject,
} from '../facts/Observation';
import type { Manifest } from '../facts/ResolvedModel';
import { hashOf } from '../ownership/fingerprint';
import { findOwnedKind } from '../ownership/ownedKinds';
import { isNewer } from './isStale';

export type PlannedApply = {
  manifest: Manifest;
  /** `changed`: we want something else; `drifted`: another changed it. */
  why: 'missing' | 'changed' | 'drifted';
  /** The last foreign writer of an object that drifted. */
  manager?: string;
};

export type ObjectPlan = {
  apply: PlannedApply[];
  prune: OwnedObject[];
};

/**
 * Compares what should be with what is: what to apply and why, and what is
 * ours and no longer wanted.
 *
 * @remarks An observation may be older than what was last applied. Resource
 * versions tell which is newer, so that our own writes are not taken for
 * somebody else's.
 */
export function planObjects(options: {
  manifests: Manifest[];
  applied: AppliedObject[];
  observed: Observation | undefined;
  /** The accepted generation, and the Secret of its own token, if it has one. */
  generation: number;
  ownSecret: string | undefined;
}): ObjectPlan {
  const { manifests, applied, observed } = options;
  const objects = observed?.objects ?? [];
  const apply = manifests.flatMap(
    manifest => planApply(manifest, applied, objects) ?? [],
  );
  const prune = objects.filter(
    object =>
      !object.deleting &&
      mayBePruned(object, options) &&
      !manifests.some(manifest => isSame(manifest, object)),
  );
  return { apply, prune };
}

// A token that was revoked goes; one that comes is written before its generation
// is stored
function mayBePruned(
  { kind, name, writtenFor = 0 }: OwnedObject,
  options: { generation: number; ownSecret: string | undefined },
): boolean {
  switch (findOwnedKind(kind)?.pruned) {
    case 'unwanted':
      return true;
    case 'revoked':
      return name !== options.ownSecret && writtenFor <= options.generation;
    default:
      return false;
  }
}

function planApply(
  manifest: Manifest,
  applied: AppliedObject[],
  objects: OwnedObject[],
): PlannedApply | undefined {
  const before = applied.find(
    ({ kind, name }) =>
      kind === manifest.kind && name === manifest.metadata.name,
  );
  const object = objects.find(candidate => isSame(manifest, candidate));
  if (!before || !object) {
    return { manifest, why: 'missing' };
  }
  if (before.manifestHash !== hashOf(manifest)) {
    return { manifest, why: 'changed' };
  }
  const drifted =
    object.fingerprint !== before.fingerprint &&
    (object.uid !== before.uid || isNewer(object, before));
  return drifted
    ? { manifest, why: 'drifted', manager: object.lastForeignManager }
    : undefined;
}

function isSame({ kind, metadata }: Manifest, object: OwnedObject): boolean {
  return kind === object.kind && metadata.name === object.name;
}
