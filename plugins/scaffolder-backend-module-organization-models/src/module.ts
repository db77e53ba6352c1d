import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { organizationModelsServiceRef } from '@orgmodels/backstage-plugin-organization-models-node';
import { createDeployAction } from './createDeployAction';

/** Lets software templates deploy models. @public */
export const scaffolderModuleOrganizationModels = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'organization-models',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        models: organizationModelsServiceRef,
      },
      async init({ actions, models }) {
        actions.addActions(createDeployAction(models));
      },
    });
  },
});
