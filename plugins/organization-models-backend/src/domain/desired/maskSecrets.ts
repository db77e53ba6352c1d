import { maskSecretsWithin } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Manifest } from '../facts/ResolvedModel';

const MASK = '********';

/**
 * A manifest that people may see: values of Secrets, of variables named like
 * secrets and credentials in URLs (a proxy's, for instance) are masked.
 */
export function maskSecrets(manifest: Manifest): Manifest {
  const masked = maskSecretsWithin(manifest) as Manifest;
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
