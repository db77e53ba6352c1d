import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { OrganizationModelsClient } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from './organizationModelsApiRef';

/** Binds the client to the portal's own discovery and authenticated fetch. */
export const organizationModelsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: organizationModelsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new OrganizationModelsClient({ discoveryApi, fetchApi }),
    }),
});
