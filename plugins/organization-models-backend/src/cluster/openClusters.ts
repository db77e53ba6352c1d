import type { ClusterConnection } from './ClusterConnection';
import { ClusterObjects } from './ClusterObjects';
import { type Access, connectCluster } from './connectCluster';

/** A configured cluster that this process can try to reach. */
export type OpenCluster<Config> = Config & {
  connection: ClusterConnection;
  objects: ClusterObjects;
};

/** Connects to the configured clusters; nothing is asked of them yet. */
export function openClusters<Config extends { name: string; access: Access }>(
  clusters: Config[],
  options: { installationId: string },
): OpenCluster<Config>[] {
  return clusters.flatMap(cluster => {
    const connection = connectCluster(cluster.name, cluster.access);
    return connection
      ? [
          {
            ...cluster,
            connection,
            objects: new ClusterObjects(connection, options),
          },
        ]
      : [];
  });
}
