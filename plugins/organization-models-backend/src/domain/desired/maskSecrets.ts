import { maskSecretsWithin } from '@orgmodels/backstage-plugin-organization-models-common';
import { OWNER_ANNOTATIONS } from '../ownership/ownership';
import type { Manifest } from '../facts/ResolvedModel';

const MASK = '********';

/**
 * A manifest that people may see: values of Secrets, of variables named like
 * secrets and credentials in URLs (a proxy's, for instance) are masked.
 */
export function maskSecrets(manifest: Manifest): Manifest {
  const masked = maskRecord(maskSecretsWithin(manifest) as Manifest);
  if (manifest.kind !== 'Secret') {
    return masked;
  }
  for (const field of ['data', 'stringData']) {
    const values = manifest[field];
    if (typeof values === 'object' && values !== null) {
      masked[field] = Object.fromEntries(
        Object.keys(values).map(key => [key, MASK]),
      );
    }
  }
  return masked;
}

// In one text, values are not told from names
function maskRecord(manifest: Manifest): Manifest {
  const { annotations } = manifest.metadata;
  return annotations?.[OWNER_ANNOTATIONS.record] === undefined
    ? manifest
    : {
        ...manifest,
        metadata: {
          ...manifest.metadata,
          annotations: { ...annotations, [OWNER_ANNOTATIONS.record]: MASK },
        },
      };
}
