import type { KubeConfig } from '@kubernetes/client-node';
import { getProxyForUrl } from 'proxy-from-env';

const THIS_MACHINE = /^(localhost|127\..*|\[::1\])$/;

/**
 * Lets a cluster be reached by the proxy that `HTTPS_PROXY` and `NO_PROXY` name,
 * as kubectl does, unless its kubeconfig names one.
 */
export function useEnvironmentProxy(kubeConfig: KubeConfig): KubeConfig {
  kubeConfig.clusters = kubeConfig.clusters.map(cluster => {
    const proxyUrl = cluster.proxyUrl ?? findProxy(cluster.server);
    return proxyUrl ? { ...cluster, proxyUrl } : cluster;
  });
  return kubeConfig;
}

function findProxy(server: string): string {
  const host = URL.parse(server)?.hostname ?? '';
  return THIS_MACHINE.test(host) ? '' : getProxyForUrl(server);
}
