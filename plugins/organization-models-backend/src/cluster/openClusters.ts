import type { ClusterConnection } from './connection/ClusterConnection';
import { ClusterObjects } from './objects/ClusterObjects';
import type { NamespaceConfig } from '../domain/namespaces/namespaceOf';
import {
  type Access,
  connectCluster,
  type KubernetesPluginAccess,
} from './connection/connectCluster';

/** A configured cluster that this process can try to reach. */
export type OpenCluster<Config> = Config & {
  connection: ClusterConnection;
  objects: ClusterObjects;
};

/** Connects to the configured clusters; nothing is asked of them yet. */
export function openClusters<
  Config extends { name: string; access: Access } & NamespaceConfig,
>(
  clusters: Config[],
  {
    kubernetesPlugin,
    onRequest,
    ...options
  }: {
    installationId: string;
    kubernetesPlugin: KubernetesPluginAccess;
    onRequest?(cluster: string, verb: string, code: string): void;
  },
): OpenCluster<Config>[] {
  return clusters.flatMap(cluster => {
    const connection = connectCluster(
      cluster.name,
      cluster.access,
      kubernetesPlugin,
      (verb, code) => onRequest?.(cluster.name, verb, code),
    );
    if (!connection) {
      return [];
    }
    const objects = new ClusterObjects(connection, {
      ...options,
      onlyNamespace:
        cluster.namespaces === 'perOrganization'
          ? cluster.namespace
          : undefined,
    });
    return [{ ...cluster, connection, objects }];
  });
}
