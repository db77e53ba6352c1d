import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ORGANIZATION_PARAMETER } from '../organization/OrganizationFromUrl';
import { useOrganization } from '../organization/OrganizationContext';
import {
  clusterRouteRef,
  modelRouteRef,
  modelsRouteRef,
  newModelRouteRef,
} from '../routes';

/** Links to our pages; each keeps the chosen organization. */
export function usePageLinks() {
  const { organization } = useOrganization();
  const models = useRouteRef(modelsRouteRef);
  const newModel = useRouteRef(newModelRouteRef);
  const model = useRouteRef(modelRouteRef);
  const cluster = useRouteRef(clusterRouteRef);

  const query = organization
    ? `?${new URLSearchParams({ [ORGANIZATION_PARAMETER]: organization })}`
    : '';
  const keep = (path: string | undefined) => path && `${path}${query}`;
  return {
    models: keep(models?.()),
    newModel: keep(newModel?.()),
    cluster: keep(cluster?.()),
    model: (id: string) => keep(model?.({ id })),
  };
}
