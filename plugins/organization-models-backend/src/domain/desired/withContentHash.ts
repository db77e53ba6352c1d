import { createHash } from 'node:crypto';
import type { Manifest } from '../facts/ResolvedModel';
import { sortKeys } from '../sortKeys';
import { OWNER_ANNOTATIONS } from '../ownership/ownership';

/**
 * The manifest in its one form – keys sorted, nothing undefined –, with a hash
 * of that form as an annotation: equal hashes mean that nothing has to be done.
 */
export function withContentHash(manifest: Manifest): Manifest {
  // A database may hand a spec's maps back in another order than it got them
  const sorted = sortKeys(manifest);
  const hash = createHash('sha256')
    .update(JSON.stringify(withoutRecord(sorted)))
    .digest('hex')
    .slice(0, 32);
  const annotations = {
    ...sorted.metadata.annotations,
    [OWNER_ANNOTATIONS.contentHash]: hash,
  };
  return { ...sorted, metadata: sortKeys({ ...sorted.metadata, annotations }) };
}

// What is only to be read again changes nothing about an object
function withoutRecord(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  if (metadata.annotations?.[OWNER_ANNOTATIONS.record] === undefined) {
    return manifest;
  }
  const { [OWNER_ANNOTATIONS.record]: _, ...annotations } =
    metadata.annotations;
  return { ...manifest, metadata: { ...metadata, annotations } };
}
