import type { StoredModel } from '../facts/StoredModel';

/** How the claims end that models make; the model's name comes before it. */
const SUFFIX = '-cache';

/** The claims that a model made, which go with it: also one it mounts no more. */
export function claimsOf({
  applied,
  resolved: { storage },
}: Pick<StoredModel, 'applied' | 'resolved'>): string[] {
  const made = applied
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map(({ name }) => name);
  const wanted = storage.kind === 'own' ? [storage.claimName] : [];
  return [...new Set([...made, ...wanted])];
}

export function isOwnClaim(claimName: string, modelName: string): boolean {
  return claimName === `${modelName}${SUFFIX}`;
}

/** The model whose claim this would be. */
export function ownerNameOf(claimName: string): string | undefined {
  return claimName.endsWith(SUFFIX)
    ? claimName.slice(0, -SUFFIX.length)
    : undefined;
}
