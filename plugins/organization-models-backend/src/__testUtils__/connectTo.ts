import { KubeConfig } from '@kubernetes/client-node';
import { LoadedKubeConfig } from '../cluster/connection/access/KubeConfigSource';
import { ClusterConnection } from '../cluster/connection/ClusterConnection';

/** A connection to what plays an API server. */
export function connectTo(url: string): ClusterConnection {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'test', server: url, skipTLSVerify: true },
    { name: 'test' },
  );
  return new ClusterConnection('test', new LoadedKubeConfig(() => kubeConfig));
}
