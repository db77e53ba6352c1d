import { LRUCache } from 'lru-cache';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { openPortForward } from './openPortForward';
import { PodUnreachableError } from './PodUnreachableError';

/**
 * How long a connection to a pod may take to be made, in milliseconds: through
 * an API server, which may be slow, longer.
 */
const CONNECT_TIMEOUT_MS: Record<PodAccess, number> = {
  direct: 5_000,
  portForward: 15_000,
};
/**
 * How long a connection is kept for the next request, in milliseconds: less
 * than the 5 s after which uvicorn, which engines run on, closes it.
 */
const KEEP_ALIVE_MS = 3_000;
/** Pods which have connections at a time, and how long they are kept for. */
const MOST_PODS = 5_000;
const FORGET_AFTER_MS = 10 * 60_000;

/** How pods are reached: at their own address, or through the API server. */
export type PodAccess = 'direct' | 'portForward';

/** A pod of which something is asked. */
export type PodPlace = {
  cluster: string;
  namespace: string;
  name: string;
  uid: string;
  /** Its IP address, which only `direct` needs. */
  address?: string;
  port: number;
};

export type PodRequest = {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Ends the request, and the connection with it. */
  signal?: AbortSignal;
  /** Until the answer begins, in milliseconds; `0`: without end. */
  firstByteTimeoutMs?: number;
  /** Between two pieces of the answer, in milliseconds; `0`: without end. */
  silenceTimeoutMs?: number;
};

export type PodResponse = Dispatcher.ResponseData;

/**
 * The one way to the HTTP servers in pods.
 *
 * @remarks In its own cluster a portal connects to the pod's address. From
 * outside it asks the API server for a port-forward per connection: that needs
 * `create` on `pods/portforward`. Connections are kept and used again; whoever
 * aborts a request ends its connection, so that the pod knows at once.
 */
export class PodReach {
  readonly #pools = new LRUCache<string, Pool>({
    max: MOST_PODS,
    ttl: FORGET_AFTER_MS,
    updateAgeOnGet: true,
    ttlAutopurge: true,
    dispose: pool => {
      if (!pool.destroyed) {
        // Waits for the requests that are under way
        pool.close();
      }
    },
  });

  constructor(
    private readonly clusters: {
      name: string;
      connection: ClusterConnection;
      podAccess: PodAccess;
    }[],
    private readonly options: { connectMs?: number } = {},
  ) {}

  /**
   * Sends a request; the body of the answer is read as it comes.
   *
   * @throws `PodUnreachableError` when no byte of it can have reached the pod
   */
  async request(pod: PodPlace, asked: PodRequest): Promise<PodResponse> {
    const { method, path, headers, body, signal } = asked;
    return this.#poolOf(pod).request({
      method,
      path,
      headers,
      body,
      signal,
      headersTimeout: asked.firstByteTimeoutMs,
      bodyTimeout: asked.silenceTimeoutMs,
    });
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    await Promise.all(pools.map(pool => pool.destroy()));
    this.#pools.clear();
  }

  #poolOf(pod: PodPlace): Pool {
    const key = [pod.cluster, pod.uid, pod.address, pod.port].join(' ');
    const known = this.#pools.get(key);
    if (known) {
      return known;
    }
    // The name is not looked up where the connection is a port-forward
    const host = pod.address?.includes(':') ? `[${pod.address}]` : pod.address;
    const pool = new Pool(`http://${host ?? pod.name}:${pod.port}`, {
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: this.#connectorOf(pod),
    });
    this.#pools.set(key, pool);
    return pool;
  }

  #connectorOf(pod: PodPlace): buildConnector.connector {
    const { connection, podAccess } = this.#clusterOf(pod);
    const timeoutMs = this.options.connectMs ?? CONNECT_TIMEOUT_MS[podAccess];
    if (podAccess === 'portForward') {
      return (_options, callback) => {
        openPortForward(connection, pod, { timeoutMs }).then(
          // A Duplex is all that undici needs of a socket
          stream => callback(null, stream as never),
          error => callback(error, null),
        );
      };
    }
    const connect = buildConnector({ timeout: timeoutMs });
    return (options, callback) => {
      if (!pod.address) {
        callback(new PodUnreachableError(pod, 'it has no address yet'), null);
        return;
      }
      connect(options, (...[error, socket]) =>
        error
          ? callback(new PodUnreachableError(pod, error), null)
          : callback(null, socket),
      );
    };
  }

  #clusterOf({ cluster }: PodPlace) {
    const found = this.clusters.find(({ name }) => name === cluster);
    if (!found) {
      throw new Error(`Cluster ${cluster} is not open`);
    }
    return found;
  }
}
