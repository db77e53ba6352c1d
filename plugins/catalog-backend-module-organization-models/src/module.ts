import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { organizationModelsServiceRef } from '@orgmodels/backstage-plugin-organization-models-node';
import { ModelEntityProvider } from './ModelEntityProvider';
import { oneWayOwnership } from './oneWayOwnership';

/** Gives each model an entity, owned by its organization. @public */
export const catalogModuleOrganizationModels = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'organization-models',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        logger: coreServices.logger,
        models: organizationModelsServiceRef,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, ...deps }) {
        const appUrl = config.getString('app.baseUrl');
        catalog.addProcessor(oneWayOwnership);
        catalog.addEntityProvider(new ModelEntityProvider({ ...deps, appUrl }));
      },
    });
  },
});
