import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { KubeConfig } from '@kubernetes/client-node';
import { WebSocket } from 'ws';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { describeMissingRight } from '../../domain/rights/MissingRight';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../connection/errors';
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
  const refused = new Promise<never>((_, reject) => {
    socket.once('unexpected-response', (_request, response) => {
      readRefusal(connection.name, response).then(reject, reject);
    });
  });
  const stream = new PortForwardStream(pod, socket);
  try {
    await Promise.race([once(socket, 'open'), refused]);
    return stream;
  } catch (error) {
    socket.terminate();
    const remedy = findRemedy(error, pod);
    throw new PodUnreachableError(pod, remedy ?? error, { remedy });
  }
}

// Kubernetes since 1.35 wants `create` besides `get`, and says nothing of it: its
// words end with "is forbidden: "
function findRemedy(
  error: unknown,
  { namespace }: ForwardedPort,
): string | undefined {
  if (!(error instanceof ClusterRequestError) || error.status !== 403) {
    return undefined;
  }
  return /is forbidden:\s*$/.test(error.message)
    ? describeMissingRight({
        verb: 'create',
        resource: 'pods/portforward',
        namespace,
      })
    : error.message;
}

// The socket's own error has the status alone, not what the API server says
async function readRefusal(
  cluster: string,
  response: IncomingMessage,
): Promise<ClusterRequestError> {
  const { statusCode = 0, statusMessage = '' } = response;
  return ClusterRequestError.fromText(cluster, {
    statusCode,
    statusText: statusMessage,
    text: await text(response),
  });
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
