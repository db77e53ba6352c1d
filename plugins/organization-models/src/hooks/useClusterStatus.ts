import { useApi } from '@backstage/frontend-plugin-api';
import type { StatusAnswer } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** Readiness, nodes and operators of the organization's clusters. */
export function useClusterStatus(): Live<StatusAnswer> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(signal => api.getStatus({ organization, signal }), {
    key: `status ${organization}`,
    observedAt: ({ cluster_status }) => cluster_status.observed_at,
  });
}
