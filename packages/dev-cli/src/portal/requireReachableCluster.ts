import { KubeConfig } from '@kubernetes/client-node';
import { existsSync } from 'node:fs';
import { DevError } from '../DevError';
import { requestClusterVersion } from './requestClusterVersion';

/** Checks a kubeconfig file that the user gave, by asking its API server for its version. */
export async function requireReachableCluster(
  kubeconfig: string,
): Promise<void> {
  if (!existsSync(kubeconfig)) {
    throw new DevError(
      `There is no kubeconfig file ${kubeconfig}: give an existing one with --kubeconfig, or leave the option out for a cluster of our own.`,
    );
  }
  const config = new KubeConfig();
  try {
    config.loadFromFile(kubeconfig);
    await requestClusterVersion(config);
  } catch (error) {
    const server = config.getCurrentCluster()?.server;
    const where = server ? ` at ${server}` : '';
    throw new DevError(
      `The cluster of ${kubeconfig}${where} cannot be used (${explain(
        error,
      )}): start it or give another one, or leave --kubeconfig out for a cluster of our own.`,
    );
  }
}

function explain(error: unknown): string {
  const { name, message } = error as Error;
  return name === 'AbortError' ? 'no answer within five seconds' : message;
}
