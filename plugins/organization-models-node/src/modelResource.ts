import { MODEL_RESOURCE_TYPE } from '@orgmodels/backstage-plugin-organization-models-common';
import { createPermissionResourceRef } from '@backstage/plugin-permission-node';

/** What permission rules see of a model. @public */
export type ModelResource = {
  id: string;
  organizationId: string;
  createdBy: string;
  modelType: string;
  tags: string[];
};

/** One condition on the rows of models, for the database. @public */
export type ModelFilter = {
  key: 'organization_id' | 'created_by' | 'model_type' | 'tag';
  values: string[];
};

/** For policies and rules of others. @public */
export const modelResourceRef = createPermissionResourceRef<
  ModelResource,
  ModelFilter
>().with({
  pluginId: 'organization-models',
  resourceType: MODEL_RESOURCE_TYPE,
});
