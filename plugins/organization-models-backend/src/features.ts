import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import { kubernetesPluginModule } from './cluster/connection/access/kubernetesPluginModule';
import { readConfig } from './config/readConfig';
import { organizationModelsPlugin } from './plugin';

/**
 * Organization models: the plugin, and a module of the Kubernetes plugin where
 * clusters are configured that only that one can reach.
 *
 * @public
 */
export const organizationModelsFeatures = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    yield organizationModelsPlugin;
    // A module without its plugin would keep the backend from starting
    const { clusters } = readConfig(config);
    if (clusters.some(({ access }) => access.kind === 'kubernetesPlugin')) {
      yield kubernetesPluginModule;
    }
  },
});
