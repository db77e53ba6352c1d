import { createHash } from 'node:crypto';
import type { Manifest } from '../facts/ResolvedModel';
import { OWNER_ANNOTATIONS } from './ownership';

/**
 * The manifest in its one form – keys sorted, nothing undefined –, with a hash
 * of that form as an annotation: equal hashes mean that nothing has to be done.
 */
export function withContentHash(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  const hash = createHash('sha256')
    .update(JSON.stringify(sortKeys(manifest)))
    .digest('hex')
    .slice(0, 32);
  const annotations = {
    ...metadata.annotations,
    [OWNER_ANNOTATIONS.contentHash]: hash,
  };
  return sortKeys({
    ...manifest,
    metadata: { ...metadata, annotations },
  }) as Manifest;
}

// a database may hand a spec's maps back in another order than it got them
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
