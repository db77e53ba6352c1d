import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  AuthenticationStrategy,
  ClusterDetails,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';

/** What the Kubernetes plugin of this backend has, its modules' parts included. */
export type KubernetesPluginParts = {
  clusterSupplier: KubernetesClustersSupplier;
  authStrategyMap: { [provider: string]: AuthenticationStrategy };
};

/**
 * The clusters that the portal's Kubernetes plugin knows, by any of its
 * locators, and how it signs in to them.
 */
export class KubernetesPluginClusters {
  #parts: KubernetesPluginParts | undefined;

  /** Called by our module of the Kubernetes plugin, when that has started. */
  provide(parts: KubernetesPluginParts): void {
    this.#parts = parts;
  }

  /** @throws Error when there is no such cluster now */
  async find(
    name: string,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<ClusterDetails> {
    const { clusterSupplier } = this.#required();
    const clusters = await clusterSupplier.getClusters({ credentials });
    const found = clusters.find(cluster => cluster.name === name);
    if (!found) {
      const names = clusters.map(cluster => cluster.name).join(', ');
      throw new Error(
        `the Kubernetes plugin has no cluster ${name}; it has ${
          names || 'none'
        }`,
      );
    }
    return found;
  }

  /** @throws Error when the plugin does not know the provider */
  strategyOf(provider: string): AuthenticationStrategy {
    const strategy = this.#required().authStrategyMap[provider];
    if (!strategy) {
      throw new Error(
        `the Kubernetes plugin has no authentication strategy ${provider}`,
      );
    }
    return strategy;
  }

  #required(): KubernetesPluginParts {
    if (!this.#parts) {
      throw new Error('the Kubernetes plugin of this backend has not started');
    }
    return this.#parts;
  }
}

/** One for the whole backend: two plugins meet in it. */
export const kubernetesPluginClustersRef =
  createServiceRef<KubernetesPluginClusters>({
    id: 'organization-models.kubernetes-plugin-clusters',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {},
        factory: () => new KubernetesPluginClusters(),
      }),
  });
