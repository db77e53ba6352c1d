import { readFileSync } from 'node:fs';
import type { DevCluster } from '@orgmodels/dev-cluster';
import { parse } from 'yaml';

/** How config reaches a cluster as a service account of the namespace `backstage`. */
export async function accessAs(
  account: string,
  cluster: Pick<DevCluster, 'kubectl' | 'kubeconfig' | 'server'>,
) {
  const token = await cluster.kubectl([
    ...['create', 'token', account, '-n', 'backstage'],
  ]);
  const [{ cluster: access }] = parse(
    readFileSync(cluster.kubeconfig, 'utf8'),
  ).clusters;
  return {
    url: cluster.server,
    serviceAccountToken: token.trim(),
    caData: access['certificate-authority-data'] as string,
  };
}
