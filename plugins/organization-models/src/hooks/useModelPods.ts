import { useApi } from '@backstage/frontend-plugin-api';
import type { Pods } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** Its pods, the newest look at them. */
export function useModelPods(id: string): Live<Pods> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(signal => api.getPods(id, { organization, signal }), {
    modelId: id,
    key: `pods ${organization} ${id}`,
    observedAt: ({ observed_at }) => observed_at,
  });
}
