import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { createDevApp } from '@backstage/frontend-dev-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { organizationModelsApiRef } from '../src';
import { RehearsedModels } from './RehearsedModels';

// Plays an organization without any backend: `yarn start`
const rehearsal = createFrontendModule({
  pluginId: 'organization-models',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: organizationModelsApiRef,
          deps: {},
          factory: () => new RehearsedModels(),
        }),
    }),
    ApiBlueprint.make({
      name: 'catalog',
      params: define =>
        define({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock(),
        }),
    }),
  ],
});

createDevApp({ features: [plugin, rehearsal] });
