import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
import { WebSocket } from 'ws';
import type { ClusterConnection } from '../ClusterConnection';
import { ClusterUnreachableError } from '../errors';
import { PodUnreachableError } from './PodUnreachableError';
import { PortForwardStream } from './PortForwardStream';

type ForwardedPort = {
  cluster: string;
  namespace: string;
  name: string;
  port: number;
};

/**
 * Connects to a port of a pod through the API server.
 *
 * @remarks client-node's own `PortForward` writes without waiting for whoever
 * reads, so that a slow reader would fill the memory; its kubeconfig brings the
 * credentials, of every kind.
 * @throws `PodUnreachableError`, also when it takes longer than `timeoutMs`
 */
export async function openPortForward(
  connection: Pick<ClusterConnection, 'name' | 'readKubeConfig'>,
  pod: ForwardedPort,
  { timeoutMs }: { timeoutMs: number },
): Promise<Duplex> {
  const kubeConfig = await connection.readKubeConfig();
  const server = kubeConfig.getCurrentCluster()?.server;
  if (!server) {
    throw new ClusterUnreachableError(connection.name, 'no current context');
  }
  const { namespace, name: podName, port } = pod;
  const url = `${server
    .replace(/\/$/, '')
    .replace(
      /^http/,
      'ws',
    )}/api/v1/namespaces/${namespace}/pods/${podName}/portforward?ports=${port}`;
  const options: WebSocket.ClientOptions = {
    handshakeTimeout: timeoutMs,
    perMessageDeflate: false,
  };
  await authenticate(kubeConfig, options, pod);
  const socket = new WebSocket(url, 'v4.channel.k8s.io', options);
  const stream = new PortForwardStream(pod, socket);
  try {
    await once(socket, 'open');
    return stream;
  } catch (error) {
    throw new PodUnreachableError(pod, error);
  }
}

async function authenticate(
  kubeConfig: KubeConfig,
  options: WebSocket.ClientOptions,
  pod: ForwardedPort,
): Promise<void> {
  try {
    await kubeConfig.applyToHTTPSOptions(options);
  } catch (error) {
    throw new PodUnreachableError(pod, error);
  }
}
