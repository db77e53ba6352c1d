import { useApi } from '@backstage/frontend-plugin-api';
import type { Events } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** What Kubernetes said about the model lately. */
export function useModelEvents(id: string): Live<Events> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(signal => api.getEvents(id, { organization, signal }), {
    modelId: id,
    key: `events ${organization} ${id}`,
    observedAt: ({ observed_at }) => observed_at,
  });
}
