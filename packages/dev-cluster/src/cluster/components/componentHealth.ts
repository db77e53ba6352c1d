import http from 'node:http';
import https from 'node:https';
import { waitFor } from '../../testing/waitFor';
import { ClusterPorts } from '../layout/clusterPorts';
import { ClusterComponent } from '../layout/components';

const healthPaths: Record<ClusterComponent, string> = {
  etcd: 'http /health',
  'kube-apiserver': 'https /readyz',
  'kube-controller-manager': 'https /healthz',
  'kube-scheduler': 'https /readyz',
  'kwok-controller': 'http /healthz',
};

/** Waits until a component says that it is ready to work. */
export async function waitUntilHealthy(
  component: ClusterComponent,
  options: HealthOptions,
): Promise<void> {
  await waitUntilHealthyOrOver(component, {
    ...options,
    isRunning: () => true,
  });
}

/** Waits until a component says that it is ready to work, or has exited. */
export async function waitUntilHealthyOrOver(
  component: ClusterComponent,
  options: HealthOptions & { isRunning(): boolean },
): Promise<'healthy' | 'over'> {
  return waitFor(
    `${component} to be healthy`,
    async () => {
      if (!options.isRunning()) return 'over';
      return (await isHealthy(component, options.ports)) && 'healthy';
    },
    options,
  );
}

interface HealthOptions {
  ports: ClusterPorts;
  timeoutMs?: number;
  signal?: AbortSignal;
}

async function isHealthy(component: ClusterComponent, ports: ClusterPorts) {
  const [scheme, path] = healthPaths[component].split(' ');
  const port = ports[component];
  const status = await probe({ scheme, path, port });
  // The scheduler of Kubernetes 1.28 has no other path than this
  return (
    status === 200 ||
    (status === 404 &&
      (await probe({ scheme, path: '/healthz', port })) === 200)
  );
}

/** The HTTP status of a health endpoint; rejects when it does not answer. */
function probe(endpoint: { scheme: string; path: string; port: number }) {
  const { scheme, path, port } = endpoint;
  const options = {
    host: '127.0.0.1',
    port,
    path,
    timeout: 2_000,
    agent: false,
    // Scheduler and controller manager sign their own certificates; nothing but a status is read.
    rejectUnauthorized: false,
  };
  return new Promise<number | undefined>((resolve, reject) => {
    const { get } = scheme === 'https' ? https : http;
    const request = get(options, response => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}
