import { useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';

/**
 * Whether the user is surely an administrator of the portal: nobody else reads
 * the models of all organizations.
 */
export function useIsAdministrator(): boolean {
  const api = useApi(organizationModelsApiRef);
  const { value } = useAsync(() => api.getOrganizations(), [api]);
  return value?.reads_all ?? false;
}
