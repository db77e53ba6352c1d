import { createBackendModule } from '@backstage/backend-plugin-api';

/** Gives each model an entity of its organization. @public */
export const catalogModuleOrganizationModels = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'organization-models',
  register(reg) {
    reg.registerInit({ deps: {}, async init() {} });
  },
});
