import { InputError } from '@backstage/errors';
import { toOrganizationRef } from '../services/access/organizationRef';

/**
 * The ref of a group, in its one form, from a ref or a bare name.
 *
 * @param key - below `organizationModels`, for the words of a refusal
 */
export function readOrganizationRef(value: unknown, key: string): string {
  const ref = typeof value === 'string' ? toOrganizationRef(value) : undefined;
  if (ref === undefined) {
    throw new InputError(
      `organizationModels.${key} must be the ref or name of a group`,
    );
  }
  return ref;
}
