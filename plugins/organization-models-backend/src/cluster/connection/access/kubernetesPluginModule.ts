import { createBackendModule } from '@backstage/backend-plugin-api';
import { kubernetesRouterExtensionPoint } from '@backstage/plugin-kubernetes-node';
import { kubernetesPluginClustersRef } from './KubernetesPluginClusters';

/**
 * A module of the Kubernetes plugin: hands its clusters and strategies to ours.
 *
 * @remarks Its routes stay as they are. Their extension point is the only one
 * that is given both parts, whatever locators and strategies the portal has.
 */
export const kubernetesPluginModule = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'organization-models',
  register(reg) {
    reg.registerInit({
      deps: {
        clusters: kubernetesPluginClustersRef,
        router: kubernetesRouterExtensionPoint,
      },
      async init({ clusters, router }) {
        router.addRouter(({ getDefault, ...parts }) => {
          clusters.provide(parts);
          return getDefault();
        });
      },
    });
  },
});
