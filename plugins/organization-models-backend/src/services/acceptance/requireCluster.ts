import type { StoredModel } from '../../domain/facts/StoredModel';
import { clusterUnavailable, invalidRequest, notInKubernetes } from '../errors';

/**
 * A configured cluster: the one of a name, else the first.
 *
 * @param field - in which the name was given
 * @throws a refusal when there is none
 */
export function requireCluster<Cluster extends { name: string }>(
  clusters: Cluster[],
  wanted: string | undefined,
  field: string,
): Cluster {
  if (clusters.length === 0) {
    throw notInKubernetes();
  }
  const found = wanted
    ? clusters.find(({ name }) => name === wanted)
    : clusters[0];
  if (!found) {
    const names = clusters.map(({ name }) => name).join(', ');
    throw invalidRequest([{ field, message: `must be one of ${names}` }]);
  }
  return found;
}

/** The cluster in which a model is; 503 when it is not configured any more. */
export function requireClusterOf<Cluster extends { name: string }>(
  clusters: Cluster[],
  { cluster }: Pick<StoredModel, 'cluster'>,
): Cluster {
  const isGone = clusters.every(({ name }) => name !== cluster);
  if (isGone && clusters.length > 0) {
    throw clusterUnavailable(cluster, 'it is not configured any more');
  }
  return requireCluster(clusters, cluster, 'deployment_config.cluster');
}
