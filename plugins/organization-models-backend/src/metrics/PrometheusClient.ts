import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { PrometheusSeries } from '../domain/metrics/PrometheusAnswer';

/** Where the metrics of clusters are. */
export type PrometheusConfig = {
  url: string;
  /** Secrets, as a rule. */
  headers: Record<string, string>;
  /** By which one Prometheus tells this cluster from others. */
  labels: Record<string, string>;
  /** PEM. */
  ca: string | undefined;
};

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;

type Answer = {
  status?: string;
  /** Of a proxy in front of it that may be anything. */
  error?: unknown;
  message?: unknown;
  data?: unknown;
};

type Result = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
};

class TooLongError extends Error {}

/** Prometheus, or what has its HTTP API: Mimir, Thanos, VictoriaMetrics. */
export class PrometheusClient {
  readonly #agent: Dispatcher;

  constructor(private readonly config: PrometheusConfig) {
    this.#agent = makeAgent(config.ca);
  }

  get labels(): Record<string, string> {
    return this.config.labels;
  }

  /** @throws an error that says what it answered, and not where it is */
  async queryRange(
    query: string,
    { from, to, stepMs }: { from: number; to: number; stepMs: number },
  ): Promise<PrometheusSeries[]> {
    const [start, end, step] = [from, to, stepMs].map(ms => `${ms / 1000}`);
    const form = new URLSearchParams({ query, start, end, step });
    return toSeries(await this.#send('POST', 'query_range', form));
  }

  async queryAt(query: string, at: number): Promise<PrometheusSeries[]> {
    const form = new URLSearchParams({ query, time: `${at / 1000}` });
    return toSeries(await this.#send('POST', 'query', form));
  }

  /** The names of the series that a selector matches. */
  async listNames(
    selector: string,
    { from, to }: { from: number; to: number },
  ): Promise<string[]> {
    const query = new URLSearchParams({
      'match[]': selector,
      start: `${from / 1000}`,
      end: `${to / 1000}`,
    });
    const names = await this.#send(
      'GET',
      `label/__name__/values?${query}`,
      undefined,
    );
    return Array.isArray(names) ? names.map(String) : [];
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    form: URLSearchParams | undefined,
  ): Promise<unknown> {
    const { url, headers } = this.config;
    const { statusCode, body } = await request(`${url}/api/v1/${path}`, {
      method,
      headers: {
        ...headers,
        accept: 'application/json',
        ...(form
          ? { 'content-type': 'application/x-www-form-urlencoded' }
          : {}),
      },
      body: form?.toString(),
      dispatcher: this.#agent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(error => {
      throw new Error(`Prometheus cannot be reached (${toCode(error)})`);
    });
    const text = await readBounded(body).catch(error => {
      throw error instanceof TooLongError
        ? error
        : new Error(`Prometheus broke its answer off (${toCode(error)})`);
    });
    const answer = parseAnswer(text);
    if (statusCode !== 200 || answer?.status !== 'success') {
      throw new Error(`Prometheus answered ${statusCode}${whyOf(answer)}`);
    }
    return answer.data;
  }
}

// A proxy of the environment counts when Node.js itself, and with it fetch, goes by it
function makeAgent(ca: string | undefined): Dispatcher {
  // HTTP/1.1: see ClusterConnection
  const options = { connect: { ca }, allowH2: false };
  return process.env.NODE_USE_ENV_PROXY === '1'
    ? new EnvHttpProxyAgent({ ...options, requestTls: { ca } })
    : new Agent(options);
}

// Messages of these have addresses
function toCode(error: { code?: string; name?: string }): string {
  return ['TimeoutError', 'AbortError'].includes(error.name ?? '')
    ? `no answer in ${TIMEOUT_MS / 1000} s`
    : error.code ?? 'no connection';
}

function whyOf(answer: Answer | undefined): string {
  const words = [answer?.error, answer?.message].find(
    said => typeof said === 'string' && said !== '',
  );
  return typeof words === 'string' ? `: ${words.slice(0, 300)}` : '';
}

function parseAnswer(text: string): Answer | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    // A proxy's page: its status tells enough
    return undefined;
  }
}

function toSeries(data: unknown): PrometheusSeries[] {
  const results = (data as { result?: Result[] } | undefined)?.result;
  return (Array.isArray(results) ? results : []).map(
    ({ metric, value, values }) => ({
      labels: metric,
      values: (values ?? (value ? [value] : [])).map(([time, text]) => [
        time,
        Number(text),
      ]),
    }),
  );
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new TooLongError('Prometheus answered more than 32 MiB');
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
