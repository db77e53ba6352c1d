import {
  setImmediate as turn,
  setTimeout as delay,
} from 'node:timers/promises';
import {
  HttpMethod,
  type KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { Agent, type Dispatcher, request } from 'undici';
import type { KubeConfigSource } from './access/KubeConfigSource';
import { cutItems } from './cutItems';
import { ClusterRequestError, ClusterUnreachableError } from './errors';

/** How long one request may take, unless it says otherwise, in milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000;
/** How often a request is tried which the API server has no time for. */
const ATTEMPTS = 5;
/** The first pause between tries; each is twice the one before, in ms. */
const FIRST_PAUSE_MS = 150;
/** Who waits for an answer is not kept longer than this by tries, in ms. */
const PATIENCE_MS = 3_000;
/** After as many refusals in a row nothing is tried twice: it would not help. */
const MOST_REFUSALS = 16;

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

/** As the API server answered, with a body that is read as it comes. */
export type ClusterResponse = Dispatcher.ResponseData;

/**
 * One cluster's API server: authenticated requests, and errors that tell "it
 * said no" from "nobody answered".
 */
export class ClusterConnection {
  #dispatcher: Dispatcher | undefined;
  /** Requests in a row for which the API server had no time. */
  #refusals = 0;

  #kubeConfig: KubeConfig | undefined;

  constructor(
    readonly name: string,
    private readonly source: KubeConfigSource,
    /** @param verb - see {@link verbOf}; `code`: the HTTP status, or `unreachable` */
    private readonly onRequest: (verb: string, code: string) => void = () => {},
  ) {}

  /**
   * Where the cluster is now, with its credentials.
   *
   * @throws `ClusterUnreachableError` while that cannot be said
   */
  async readKubeConfig(): Promise<KubeConfig> {
    try {
      const kubeConfig = await this.source.read();
      if (kubeConfig !== this.#kubeConfig) {
        this.#kubeConfig = kubeConfig;
        this.#dispatcher = undefined;
      }
      return kubeConfig;
    } catch (error) {
      throw new ClusterUnreachableError(this.name, error);
    }
  }

  /** Ends what is open; called once nobody asks any more. */
  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
    this.#dispatcher = undefined;
  }

  /**
   * @returns the body of a success
   * @throws `ClusterRequestError` when the API server refuses,
   * `ClusterUnreachableError` when it does not answer
   */
  async request<T>(asked: ClusterRequest): Promise<T> {
    return (await this.requestWithStatus<T>(asked)).body;
  }

  /** As `request`, with the HTTP status of the success. */
  async requestWithStatus<T>(
    asked: ClusterRequest,
  ): Promise<{ status: number; body: T }> {
    const response = await this.open(asked);
    return {
      status: response.statusCode,
      body: await this.#read(response, body => body.json() as Promise<T>),
    };
  }

  /**
   * As `request`, for a list: its items, each read when its turn comes, and
   * what is said beside them.
   */
  async requestList<Item, Rest>(
    asked: ClusterRequest,
  ): Promise<{ items: Iterable<Item>; rest: Rest }> {
    const response = await this.open(asked);
    return this.#read(response, async body => {
      const { items, rest } = cutItems(await body.text());
      return { items: parseEach<Item>(items), rest: JSON.parse(rest) };
    });
  }

  async #read<T>(
    { body }: ClusterResponse,
    read: (body: ClusterResponse['body']) => Promise<T>,
  ): Promise<T> {
    try {
      return await read(body);
    } catch (error) {
      throw new ClusterUnreachableError(this.name, error);
    }
  }

  /** As `request`, for bodies that are read as they come. */
  async open(asked: ClusterRequest): Promise<ClusterResponse> {
    let response = await this.#sendPatiently(asked);
    if (response.statusCode === 401) {
      // A token that ended, or was rotated: with the next one it works, or never
      await response.body.dump();
      this.source.forget();
      this.#dispatcher = undefined;
      response = await this.#sendPatiently(asked);
    }
    if (!isSuccess(response)) {
      throw await this.#readRefusal(response);
    }
    return response;
  }

  async #readRefusal(response: ClusterResponse): Promise<Error> {
    try {
      return await ClusterRequestError.fromResponse(this.name, response);
    } catch (error) {
      // It broke off before it had said why
      return new ClusterUnreachableError(this.name, error);
    }
  }

  // Whatever we send may be sent twice: applies say what should be, deletions
  // name a uid. The first request for a custom resource after a start of the
  // API server is answered 429, too.
  async #sendPatiently(asked: ClusterRequest): Promise<ClusterResponse> {
    const begun = performance.now();
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(asked);
      if (!isBusy(response)) {
        this.#refusals = 0;
        return response;
      }
      this.#refusals++;
      const pauseMs = pauseAfter(response, attempt);
      const left = PATIENCE_MS - (performance.now() - begun);
      if (
        pauseMs > left ||
        attempt === ATTEMPTS ||
        this.#refusals > MOST_REFUSALS
      ) {
        return response;
      }
      await response.body.dump();
      await delay(pauseMs, undefined, { signal: asked.signal });
    }
  }

  // A request of undici takes half the time of its fetch
  async #send(
    asked: ClusterRequest,
    { isSecondTry = false } = {},
  ): Promise<ClusterResponse> {
    const kubeConfig = await this.readKubeConfig();
    const url = this.#url(kubeConfig, asked);
    const { method = 'GET' } = asked;
    const verb = verbOf(asked);
    const context = new RequestContext(url.toString(), HttpMethod.GET);
    try {
      await kubeConfig.applySecurityAuthentication(context);
      // client-node 2.0 makes a pool, and so a TLS handshake, for each request
      this.#dispatcher ??= overHttp1(
        context.getDispatcher() as Dispatcher | undefined,
      );
      const response = await request(url, {
        method,
        headers: {
          ...context.getHeaders(),
          Accept: asked.accept ?? 'application/json',
          ...(asked.body === undefined
            ? {}
            : { 'Content-Type': asked.contentType ?? 'application/json' }),
        },
        body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
        dispatcher: this.#dispatcher,
        signal: limit(asked),
      });
      this.onRequest(verb, String(response.statusCode));
      return response;
    } catch (error) {
      asked.signal?.throwIfAborted();
      this.onRequest(verb, 'unreachable');
      if (isAboutCertificates(error)) {
        // They are rotated in their files, without a word to us
        this.source.forget();
        if (!isSecondTry) {
          return this.#send(asked, { isSecondTry: true });
        }
      }
      throw new ClusterUnreachableError(this.name, error);
    }
  }

  #url(kubeConfig: KubeConfig, { path, query = {} }: ClusterRequest): URL {
    const cluster = kubeConfig.getCurrentCluster();
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

/**
 * By HTTP/1.1, each watch over a connection of its own. When undici's HTTP/2
 * client (8.12) loses a connection under load, further requests may wait for
 * ever, as ClusterConnection.integration.test.ts shows; and when a connection
 * silently carries nothing any more, all requests would wait for it.
 *
 * @param dispatcher - as client-node made it; none for a public CA
 */
function overHttp1(dispatcher: Dispatcher = new Agent()): Dispatcher {
  return dispatcher.compose(
    dispatch => (options, handler) =>
      // An option of undici's agents which its types do not have
      dispatch({ ...options, allowH2: false } as typeof options, handler),
  );
}

function isAboutCertificates(error: unknown): boolean {
  return /CERT|VERIFY|ISSUER|UNKNOWN_CA/.test(
    String((error as { code?: string }).code),
  );
}

function isSuccess({ statusCode }: ClusterResponse): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function isBusy({ statusCode }: ClusterResponse): boolean {
  return statusCode === 429 || statusCode >= 500;
}

/** @returns milliseconds */
function pauseAfter({ headers }: ClusterResponse, attempt: number): number {
  const asked = Number(headers['retry-after']) || 0;
  // Jitter keeps many requests from coming back at the same moment
  const exponential = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return Math.max(asked * 1000, exponential * (0.5 + Math.random() / 2));
}

function limit({
  timeoutMs = REQUEST_TIMEOUT_MS,
  signal,
}: ClusterRequest): AbortSignal | undefined {
  const signals = [
    ...(timeoutMs > 0 ? [AbortSignal.timeout(timeoutMs)] : []),
    ...(signal ? [signal] : []),
  ];
  return signals.length > 0 ? AbortSignal.any(signals) : undefined;
}

/** The method; of what is read as a whole and then followed, which of both it is. */
function verbOf({ method = 'GET', query }: ClusterRequest): string {
  if (query?.watch === 'true') {
    return 'WATCH';
  }
  return query?.limit === undefined ? method : 'LIST';
}

/**
 * Until requests that are made in this turn of the process are written.
 *
 * @remarks An idle connection of undici's sends a turn after it is asked to,
 * which is a turn after the request was made.
 */
export async function untilSent(): Promise<void> {
  await turn();
  await turn();
}

function* parseEach<T>(texts: string[]): Generator<T> {
  for (const text of texts) {
    yield JSON.parse(text);
  }
}
