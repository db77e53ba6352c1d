import type { DevCluster } from '@orgmodels/dev-cluster';

/** The next change of a Deployment there is one that Kubernetes leaves lying. */
export async function wedgeRollouts(
  cluster: Pick<DevCluster, 'kubectl'>,
  namespace: string,
): Promise<void> {
  await cluster.kubectl([
    ...['annotate', 'replicasets', '-n', namespace, '--all', '--overwrite'],
    'deployment.kubernetes.io/desired-replicas=7',
  ]);
}
