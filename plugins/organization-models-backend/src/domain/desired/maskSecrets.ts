import type { Manifest } from '../facts/ResolvedModel';

const MASK = '********';
const SECRET_NAME = /(TOKEN|API_?KEY|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?$/i;

/**
 * A manifest that people may see: values of Secrets, of variables named like
 * secrets and credentials in URLs (a proxy's, for instance) are masked.
 */
export function maskSecrets(manifest: Manifest): Manifest {
  const masked = maskValue(manifest) as Manifest;
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

function maskValue(value: unknown): unknown {
  if (typeof value === 'string') {
    return maskText(value);
  }
  if (Array.isArray(value)) {
    return value.map(maskValue);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    maskValue(inner),
  ]);
  return maskVariable(Object.fromEntries(entries));
}

/** Masks tokens, and credentials in URLs. */
export function maskText(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${MASK}@`)
    .replace(/\bhf_[A-Za-z0-9]{8,}/g, MASK);
}

function maskVariable(
  object: Record<string, unknown>,
): Record<string, unknown> {
  const { name, value } = object;
  return typeof name === 'string' &&
    typeof value === 'string' &&
    SECRET_NAME.test(name)
    ? { ...object, value: MASK }
    : object;
}
