import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';

/** The shortest unmistakable name of an organization's ref. */
export function organizationName(ref: string): string {
  const { namespace, name } = parseEntityRef(ref, { defaultKind: 'group' });
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}
