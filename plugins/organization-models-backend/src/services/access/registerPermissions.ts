import type {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  basicPermissions,
  modelPermissions,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  modelResourceRef,
  modelRules,
} from '@orgmodels/backstage-plugin-organization-models-node';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import { type Authorizer, toResource } from '../models/AuthorizedModelService';
import { toModel } from '../models/toModel';

/** Makes our permissions and rules known, and returns what asks them. */
export function registerPermissions(options: {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  database: { models: DatabaseModels };
}): Authorizer {
  const { permissions, permissionsRegistry, database } = options;
  permissionsRegistry.addPermissions(basicPermissions);
  permissionsRegistry.addResourceType({
    resourceRef: modelResourceRef,
    permissions: modelPermissions,
    rules: Object.values(modelRules),
    async getResources(ids) {
      const models = await database.models.readByIds(ids);
      return ids.map(id => {
        const found = models.find(model => model.id === id);
        return found && toResource(toModel(found));
      });
    },
  });
  const rules = permissionsRegistry.getPermissionRuleset(modelResourceRef);
  const transform = createConditionTransformer(rules);
  const isAuthorized = createConditionAuthorizer(rules);
  return {
    permissions,
    isAuthorized,
    toQuery(decision) {
      if (!('conditions' in decision)) {
        throw new TypeError('Only a conditional decision can be a query');
      }
      return transform(decision.conditions);
    },
  };
}
