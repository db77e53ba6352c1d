import { KubeConfig } from '@kubernetes/client-node';
import { requestClusterVersion } from './requestClusterVersion';
import { WatchedPart } from './watchHealth';

/** The cluster of a kubeconfig file as a part whose failing the user should hear about. */
export function watchedCluster(kubeconfig: string): WatchedPart {
  return {
    name: 'cluster',
    describe: () =>
      ': ./dev logs kube-apiserver may tell why, ./dev down and ./dev up begin anew.',
    isWell: async () => {
      try {
        const config = new KubeConfig();
        config.loadFromFile(kubeconfig);
        await requestClusterVersion(config);
        return true;
      } catch {
        return false; // whatever the reason, it does not answer
      }
    },
  };
}
