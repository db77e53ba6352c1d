import type { Permission } from '@backstage/plugin-permission-common';
import { usePermission } from '@backstage/plugin-permission-react';

/**
 * Whether the user is surely not allowed. While nobody knows, nothing is
 * taken away: the API decides in the end.
 */
export function useIsDenied(
  permission: Permission,
  resourceRef?: string,
): boolean {
  const { allowed, loading, error } = usePermission(
    'resourceType' in permission ? { permission, resourceRef } : { permission },
  );
  return !loading && !error && !allowed;
}
