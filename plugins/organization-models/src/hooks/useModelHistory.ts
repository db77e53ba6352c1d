import { useApi } from '@backstage/frontend-plugin-api';
import type { History } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** One page of a model's history, the newest entries first. */
export function useModelHistory(
  id: string,
  page: { limit: number; cursor?: string },
): Live<History> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(
    signal => api.getHistory(id, page, { organization, signal }),
    {
      modelId: id,
      key: `history ${organization} ${id} ${JSON.stringify(page)}`,
      keepsPrevious: true,
    },
  );
}
