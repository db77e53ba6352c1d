import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import type { Caller } from './Caller';

/** Asks the policy about a permission that is of no single model. */
export async function isAllowed(
  permission: BasicPermission,
  { permissions, caller }: { permissions: PermissionsService; caller: Caller },
): Promise<boolean> {
  const { credentials } = caller;
  const [{ result }] = await permissions.authorize([{ permission }], {
    credentials,
  });
  return result === AuthorizeResult.ALLOW;
}

/** @throws `NotAllowedError` naming the permission that is missing */
export async function requirePermission(
  permission: BasicPermission,
  options: { permissions: PermissionsService; caller: Caller },
): Promise<void> {
  if (!(await isAllowed(permission, options))) {
    throw new NotAllowedError(`The permission ${permission.name} is needed`);
  }
}
