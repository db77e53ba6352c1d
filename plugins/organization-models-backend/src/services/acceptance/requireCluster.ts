import { invalidRequest, notInKubernetes } from '../errors';

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
