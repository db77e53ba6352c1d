import { useApi } from '@backstage/frontend-plugin-api';
import type {
  ListQuery,
  ModelList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** One page of the organization's models, as filtered. */
export function useModels(query: ListQuery): Live<ModelList> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(
    signal => api.listModels(query, { organization, signal }),
    {
      key: `models ${organization} ${JSON.stringify(query)}`,
      keepsPrevious: true,
    },
  );
}
