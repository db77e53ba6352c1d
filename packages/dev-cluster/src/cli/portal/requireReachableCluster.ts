import { existsSync } from 'node:fs';
import path from 'node:path';
import { DevError } from '../DevError';

/**
 * Checks a kubeconfig file that the user gave, by asking its API server for its version.
 * @returns the file's absolute path
 */
export async function requireReachableCluster(file: string): Promise<string> {
  const kubeconfig = path.resolve(file);
  if (!existsSync(kubeconfig)) {
    throw new DevError(
      `There is no kubeconfig file ${kubeconfig}: give an existing one with --kubeconfig, or leave the option out for a cluster of our own.`,
    );
  }
  const { KubeConfig, VersionApi } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromFile(kubeconfig);
    await config
      .makeApiClient(VersionApi)
      .getCode({ signal: AbortSignal.timeout(10_000) } as any);
  } catch (error) {
    const server = config.getCurrentCluster()?.server;
    throw new DevError(
      `The cluster of ${kubeconfig}${
        server ? ` at ${server}` : ''
      } cannot be used: ${(error as Error).message}.`,
    );
  }
  return kubeconfig;
}
