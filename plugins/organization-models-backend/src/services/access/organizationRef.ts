import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * The ref of an organization in its one form, for instance
 * `group:default/acme`.
 *
 * @param text - a ref or the bare name of a group, in any case
 * @returns `undefined` when it is neither
 */
export function toOrganizationRef(text: string): string | undefined {
  try {
    return stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return undefined;
  }
}
