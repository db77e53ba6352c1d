import { setTimeout as delay } from 'node:timers/promises';
import {
  HttpMethod,
  KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { Dispatcher, fetch, Response } from 'undici';
import { ClusterRequestError, ClusterUnreachableError } from './errors';

/** How long one request may take, unless it says otherwise, in milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000;
/** How often a request is tried which the API server has no time for. */
const ATTEMPTS = 5;
/** The first pause between tries; each is twice the one before, in ms. */
const FIRST_PAUSE_MS = 150;
/** Who waits for an answer is not kept longer than this by tries, in ms. */
const PATIENCE_MS = 3_000;

export type ClusterRequest = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** `0`: no limit but the signal. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

/**
 * One cluster's API server: authenticated requests, and errors that tell "it
 * said no" from "nobody answered".
 */
export class ClusterConnection {
  #dispatcher: Dispatcher | undefined;

  constructor(readonly name: string, readonly kubeConfig: KubeConfig) {}

  /**
   * @returns the body of a success
   * @throws `ClusterRequestError` when the API server refuses,
   * `ClusterUnreachableError` when it does not answer
   */
  async request<T>(request: ClusterRequest): Promise<T> {
    return (await this.requestWithStatus<T>(request)).body;
  }

  /** As `request`, with the HTTP status of the success. */
  async requestWithStatus<T>(
    request: ClusterRequest,
  ): Promise<{ status: number; body: T }> {
    const response = await this.open(request);
    try {
      return { status: response.status, body: (await response.json()) as T };
    } catch (error) {
      throw new ClusterUnreachableError(this.name, error);
    }
  }

  /** As `request`, for bodies that are read as they come. */
  async open(request: ClusterRequest): Promise<Response> {
    const response = await this.#fetchPatiently(request);
    if (response.status === 401) {
      this.#dispatcher = undefined;
    }
    if (!response.ok) {
      throw await ClusterRequestError.fromResponse(this.name, response);
    }
    return response;
  }

  // Whatever we send may be sent twice: applies say what should be, deletions
  // name a uid. The first request for a custom resource after a start of the
  // API server is answered 429, too.
  async #fetchPatiently(request: ClusterRequest): Promise<Response> {
    const begun = performance.now();
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(request);
      const pauseMs = pauseAfter(response, attempt);
      const left = PATIENCE_MS - (performance.now() - begun);
      if (pauseMs === undefined || pauseMs > left || attempt === ATTEMPTS) {
        return response;
      }
      await response.body?.cancel();
      await delay(pauseMs, undefined, { signal: request.signal });
    }
  }

  async #fetch(request: ClusterRequest): Promise<Response> {
    const url = this.#url(request);
    const context = new RequestContext(url.toString(), HttpMethod.GET);
    try {
      await this.kubeConfig.applySecurityAuthentication(context);
      // client-node 2.0 makes a pool, and so a TLS handshake, for each request
      this.#dispatcher ??= context.getDispatcher() as Dispatcher | undefined;
      return await fetch(url, {
        method: request.method ?? 'GET',
        headers: {
          ...context.getHeaders(),
          Accept: request.accept ?? 'application/json',
          ...(request.body === undefined
            ? {}
            : { 'Content-Type': request.contentType ?? 'application/json' }),
        },
        body:
          request.body === undefined ? undefined : JSON.stringify(request.body),
        dispatcher: this.#dispatcher,
        signal: limit(request),
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new ClusterUnreachableError(this.name, error);
    }
  }

  #url({ path, query = {} }: ClusterRequest): URL {
    const cluster = this.kubeConfig.getCurrentCluster();
    if (!cluster) {
      throw new ClusterUnreachableError(
        this.name,
        'its kubeconfig has no current context',
      );
    }
    const url = new URL(cluster.server.replace(/\/$/, '') + path);
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(key, value);
      }
    }
    return url;
  }
}

/** @returns milliseconds; `undefined`: trying again would not help */
function pauseAfter(response: Response, attempt: number): number | undefined {
  if (response.status !== 429 && response.status < 500) {
    return undefined;
  }
  const asked = Number(response.headers.get('retry-after')) || 0;
  // Jitter keeps many requests from coming back at the same moment
  const exponential = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return Math.max(asked * 1000, exponential * (0.5 + Math.random() / 2));
}

function limit(request: ClusterRequest): AbortSignal | undefined {
  const milliseconds = request.timeoutMs ?? REQUEST_TIMEOUT_MS;
  const signals = [
    ...(milliseconds > 0 ? [AbortSignal.timeout(milliseconds)] : []),
    ...(request.signal ? [request.signal] : []),
  ];
  return signals.length > 0 ? AbortSignal.any(signals) : undefined;
}
