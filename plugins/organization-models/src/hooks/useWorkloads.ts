import { useApi } from '@backstage/frontend-plugin-api';
import type { WorkloadList } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** Every workload that serves a model and may be seen, managed or not. */
export function useWorkloads(): Live<WorkloadList> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(signal => api.listWorkloads({ organization, signal }), {
    key: `workloads ${organization}`,
    keepsPrevious: true,
  });
}
