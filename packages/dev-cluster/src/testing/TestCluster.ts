import { ClusterClients } from '../clients';
import { DevCluster } from '../cluster/DevCluster';
import { waitFor } from './waitFor';

/** A cluster with what tests need beside it. */
export interface TestCluster extends DevCluster {
  /** Creates a namespace of its own for the running test, which is deleted after it. */
  namespace(options?: { labels?: Record<string, string> }): Promise<string>;
}

/** Creates a namespace and waits until pods can be created in it. */
export async function createNamespace(
  { core }: ClusterClients,
  options: { labels?: Record<string, string> } = {},
): Promise<string> {
  const { metadata } = await core.createNamespace({
    body: { metadata: { generateName: 'test-', labels: options.labels } },
  });
  const namespace = metadata?.name ?? '';
  // A pod is refused until the controller manager has made its service account.
  await waitFor(`the service account of ${namespace}`, () =>
    core.readNamespacedServiceAccount({ name: 'default', namespace }),
  );
  return namespace;
}
