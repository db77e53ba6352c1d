import type { CustomResourceFacts } from '../domain/facts/ClusterFacts';
import type { ClusterConnection } from './ClusterConnection';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

type Discovery = {
  items: {
    metadata: { name: string };
    versions: { version: string; resources: { resource: string }[] }[];
  }[];
};

/**
 * Asks what the API server serves, in one request.
 *
 * @remarks Discovery needs no right to read CRDs, tells served versions, and
 * leaves out what is being deleted – while CRD objects can be megabytes.
 * Aggregated discovery is stable since Kubernetes 1.30.
 */
export async function discoverResources(
  connection: ClusterConnection,
  signal?: AbortSignal,
): Promise<CustomResourceFacts[]> {
  const { items } = await connection.request<Discovery>({
    path: '/apis',
    accept: AGGREGATED,
    signal,
  });
  const versions = new Map<string, string[]>();
  for (const group of items) {
    for (const { version, resources } of group.versions) {
      for (const { resource } of resources) {
        const name = `${resource}.${group.metadata.name}`;
        versions.set(name, [...(versions.get(name) ?? []), version]);
      }
    }
  }
  return [...versions]
    .filter(([name]) => name.split('.').length > 2)
    .map(([name, served]) => ({ name, served, established: true }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
