import { createApiRef } from '@backstage/frontend-plugin-api';
import type { OrganizationModelsClient } from '@orgmodels/backstage-plugin-organization-models-common';

/** What the pages need of the REST API: the client's public methods. @public */
export type OrganizationModelsApi = Pick<
  OrganizationModelsClient,
  keyof OrganizationModelsClient
>;

/** The REST API of organization models. @public */
export const organizationModelsApiRef =
  createApiRef<OrganizationModelsApi>().with({
    id: 'plugin.organization-models.client',
    pluginId: 'organization-models',
  });
