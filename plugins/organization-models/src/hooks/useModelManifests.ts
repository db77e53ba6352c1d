import { useApi } from '@backstage/frontend-plugin-api';
import type { Manifests } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** The Kubernetes objects that are applied; secrets are masked. */
export function useModelManifests(id: string): Live<Manifests> {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  return useLiveQuery(
    signal => api.getManifests(id, { organization, signal }),
    {
      modelId: id,
      key: `manifests ${organization} ${id}`,
    },
  );
}
