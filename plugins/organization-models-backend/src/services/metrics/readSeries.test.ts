import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  HistoryEntry,
  ModelMetrics,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { HistoryPage } from '../../database/models/DatabaseHistory';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { PrometheusClient } from '../../metrics/PrometheusClient';
import { MetricService } from './MetricService';

const TO = Date.UTC(2026, 0, 1, 1);
const FROM = TO - 60_000;

const stored = (id: string, namespace: string, name: string) =>
  ({
    id,
    namespace,
    name,
    cluster: 'main',
    spec: {},
  } as StoredModel);

const STORED = [
  stored('mdl_1', 'models-a', 'qwen'),
  stored('mdl_2', 'models-b', 'm.x'),
  stored('mdl_3', 'models-b', 'hidden'),
];

type Said = { status?: number; body: unknown };

/** Answers as Prometheus does, what a test says for a query. */
function startPrometheus(answer: (query: string) => Said['body'] | Said) {
  const seen: { path: string; query: string; headers: object; form: string }[] =
    [];
  const server: Server = createServer(async (req, res) => {
    const { path, form } = await readRequest(req);
    const params = new URLSearchParams(form);
    const query = params.get('query') ?? params.get('match[]') ?? '';
    seen.push({ path, query, headers: req.headers, form });
    const said = answer(query) as Said;
    const { status = 200, body } =
      said?.body === undefined ? { body: said } : said;
    res.statusCode = status;
    res.end(
      JSON.stringify(status === 200 ? { status: 'success', data: body } : body),
    );
  });
  return new Promise<{ url: string; seen: typeof seen; server: Server }>(done =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      done({ url: `http://127.0.0.1:${port}`, seen, server });
    }),
  );
}

async function readRequest(req: IncomingMessage) {
  let body = '';
  for await (const chunk of req) {
    body += chunk;
  }
  const [path, search = ''] = (req.url ?? '').split('?');
  return { path, form: body || search };
}

const matrix = (...result: [Record<string, string>, [number, string][]][]) => ({
  resultType: 'matrix',
  result: result.map(([metric, values]) => ({ metric, values })),
});

const at = (seconds: number) => FROM / 1000 + seconds;

function historyOf(id: string, page: HistoryPage): HistoryEntry[] {
  expect(page).toMatchObject({
    since: new Date(FROM).toISOString(),
    codes: expect.arrayContaining(['Updated']),
  });
  return [
    {
      id: '1',
      at: new Date(TO - 1_000).toISOString(),
      kind: 'action',
      code: 'Updated',
      message: `${id} was changed`,
      actor: 'user:default/ann',
      generation: 2,
    },
  ];
}

describe('MetricService with Prometheus', () => {
  let stop = async () => {};
  const warnings: string[] = [];

  async function open(
    answer: Parameters<typeof startPrometheus>[0],
    name = 'qwen',
  ) {
    const { url, seen, server } = await startPrometheus(answer);
    const client = new PrometheusClient({
      url,
      headers: { Authorization: 'Bearer s3cret', 'X-Scope-OrgID': 'models' },
      labels: { cluster: 'eu' },
      ca: undefined,
    });
    stop = async () => {
      await client.close();
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    };
    const service = new MetricService({
      models: {
        permit: async () =>
          ({
            id: 'mdl_1',
            name,
            namespace: 'models',
            cluster: 'main',
            deployment_config: {},
          } as never),
        selectRead: async models => models.slice(0, 2),
      },
      history: {
        read: async (id, page) => ({ entries: historyOf(id, page) }),
      },
      stored: { readOf: async () => STORED },
      scraper: { look: async () => [], peek: () => [], stop: () => {} },
      findPrometheus: cluster => (cluster === 'main' ? client : undefined),
      logger: { warn: message => warnings.push(message) },
      now: () => TO,
    });
    const read = () =>
      service.read('mdl_1', { rangeMs: 60_000, stepMs: 30_000 }, {} as never);
    const list = () =>
      service.list({ organizationId: 'group:default/acme' } as never);
    return { read, list, seen };
  }

  afterEach(async () => {
    warnings.length = 0;
    await stop();
  });

  const find = (
    { series }: ModelMetrics,
    metric: string,
    labels?: Record<string, string>,
  ) => {
    const found = series.find(
      each =>
        each.metric === metric &&
        JSON.stringify(each.labels) === JSON.stringify(labels),
    );
    return found?.points?.map(({ value }) => value) ?? found?.missing;
  };

  const engineAnd = (more: (query: string) => unknown) => (query: string) => {
    if (query.startsWith('{')) {
      return [
        'vllm:request_success_total',
        'vllm:time_to_first_token_seconds_bucket',
        'vllm:gpu_cache_usage_perc',
        'up',
      ];
    }
    return more(query) ?? matrix();
  };

  it('knows quantiles where Prometheus made native histograms of what it scraped', async () => {
    const { read } = await open(query => {
      if (query.startsWith('{')) {
        return [
          'vllm:request_success_total',
          'vllm:time_to_first_token_seconds',
        ];
      }
      return /or histogram_quantile\(0.95, sum by \(\) \(rate\(vllm:time_to_first_token_seconds\{/.test(
        query,
      )
        ? matrix([{ quantile: '0.95' }, [[at(0), '0.5']]])
        : matrix();
    });
    expect(
      find(await read(), 'time_to_first_token', { quantile: '0.95' }),
    ).toEqual(expect.arrayContaining([0.5]));
  });

  it('lays answers on the grid: sums, ratios, quantiles, and null for what is not', async () => {
    const { read, seen } = await open(
      engineAnd(query => {
        if (query.includes('vllm:request_success_total')) {
          return matrix(
            [
              { finished_reason: 'stop' },
              [
                [at(0), '3'],
                [at(30), '1'],
              ],
            ],
            [{ finished_reason: 'error' }, [[at(0), '1']]],
          );
        }
        if (query.includes('vllm:time_to_first_token')) {
          return matrix(
            [
              { quantile: '0.5' },
              [
                [at(0), 'NaN'],
                [at(60), '0.25'],
              ],
            ],
            [{ quantile: '0.95' }, [[at(60), '+Inf']]],
          );
        }
        if (query.includes('DCGM_FI_DEV_GPU_UTIL')) {
          return matrix([{}, [[at(60), '0.5']]]);
        }
        return undefined;
      }),
    );
    const metrics = await read();
    expect(metrics.source).toBe('prometheus');
    expect(metrics.fallback).toBeUndefined();
    expect(metrics.marks).toEqual([
      expect.objectContaining({
        kind: 'deployment',
        message: 'mdl_1 was changed',
      }),
    ]);
    expect(find(metrics, 'requests')).toEqual([4, 1, null]);
    expect(find(metrics, 'requests', { outcome: 'error' })).toEqual([
      1,
      null,
      null,
    ]);
    expect(find(metrics, 'error_ratio')).toEqual([0.25, 0, null]);
    const first = (quantile: string) =>
      find(metrics, 'time_to_first_token', { quantile });
    expect(first('0.5')).toEqual([null, null, 0.25]);
    expect(first('0.95')).toEqual([null, null, null]);
    expect(find(metrics, 'latency', { quantile: '0.5' })).toBe('EngineTooOld');
    // An older name is known, and there is no value in that hour
    expect(find(metrics, 'kv_cache_use')).toEqual([null, null, null]);
    expect(find(metrics, 'gpu_utilization')).toEqual([null, null, 0.5]);
    expect(find(metrics, 'gpu_memory')).toBe('NoDcgm');
    expect(find(metrics, 'cpu')).toBe('NoCadvisor');
    expect(find(metrics, 'replicas_ready')).toBe('NoKubeStateMetrics');
    const range = seen.find(({ path }) => path === '/api/v1/query_range');
    expect(range?.headers).toMatchObject({
      authorization: 'Bearer s3cret',
      'x-scope-orgid': 'models',
    });
    const { start, end, step } = Object.fromEntries(
      new URLSearchParams(range?.form),
    );
    expect([start, end, step].map(Number)).toEqual([at(0), at(60), 30]);
  });

  it('asks for the series of one model only, whatever it is called', async () => {
    const { read, seen } = await open(
      engineAnd(() => undefined),
      'q"} or up{',
    );
    await read();
    const own =
      'cluster="eu",namespace="models",model_aibrix_ai_name="q\\"} or up{"';
    expect(seen.length).toBeGreaterThan(15);
    for (const { query } of seen) {
      // Outside of strings there is no selector but those
      for (const selector of query
        .replace(/"(?:[^"\\]|\\.)*"/g, text => text.replace(/[{}]/g, ''))
        .match(/\{[^}]*\}/g) ?? []) {
        expect(selector).toMatch(
          /cluster="eu",(exported_)?namespace="models",/,
        );
      }
    }
    expect(seen.some(({ query }) => query === `{${own}}`)).toBe(true);
  });

  it('says that it was not scraped when Prometheus knows nothing of it', async () => {
    const { read } = await open(query =>
      query.startsWith('{') ? [] : matrix(),
    );
    expect(find(await read(), 'requests_running')).toBe('NotScraped');
  });

  it('scrapes when Prometheus fails, says why, and warns once', async () => {
    const { read } = await open(() => ({
      status: 503,
      body: { status: 'error', errorType: 'unavailable', error: 'overloaded' },
    }));
    await read();
    const metrics = await read();
    expect(metrics.source).toBe('scraped');
    expect(metrics.fallback).toBe(
      'Prometheus answered 503: overloaded: scraped instead',
    );
    expect(warnings).toEqual([
      'Metrics of cluster main: Prometheus answered 503: overloaded',
    ]);
  });

  it('tells nobody where a Prometheus is that is away', async () => {
    const { read } = await open(() => matrix());
    await stop();
    stop = async () => {};
    const { fallback } = await read();
    expect(fallback).toMatch(/^Prometheus cannot be reached \(\w+\): scraped/);
    expect(fallback).not.toContain('127.0.0.1');
  });

  it('reads how all models do that may be read by one query', async () => {
    const of = (metric: string, namespace: string, name: string) => ({
      ...{ metric, namespace, model_aibrix_ai_name: name },
    });
    const { list, seen } = await open(() => ({
      resultType: 'vector',
      result: [
        [
          { ...of('requests', 'models-a', 'qwen'), finished_reason: 'stop' },
          '3',
        ],
        [
          { ...of('requests', 'models-a', 'qwen'), finished_reason: 'error' },
          '1',
        ],
        [{ ...of('latency', 'models-a', 'qwen'), quantile: '0.95' }, '2.5'],
        [
          {
            ...of('time_to_first_token', 'models-a', 'qwen'),
            quantile: '0.95',
          },
          'NaN',
        ],
        // Of names and namespaces that were asked for, and yet of no model
        [of('requests_running', 'models-a', 'm.x'), '9'],
        [of('requests_running', 'models-b', 'm.x'), '2'],
      ].map(([metric, value]) => ({ metric, value: [TO / 1000, value] })),
    }));
    const { metrics } = await list();
    expect(metrics).toMatchObject([
      {
        ...{ model_id: 'mdl_1', source: 'prometheus', requests: 4 },
        ...{ error_ratio: 0.25, latency_p95: 2.5, requests_running: null },
        time_to_first_token_p95: null,
      },
      { model_id: 'mdl_2', requests: null, requests_running: 2 },
    ]);
    expect(metrics).toHaveLength(2);
    expect(seen).toHaveLength(1);
    expect(seen[0].query).toContain(
      '{cluster="eu",namespace=~"models-a|models-b",model_aibrix_ai_name=~"qwen|m\\\\.x"}',
    );
  });

  it('has rows without values when neither Prometheus nor a scrape tells', async () => {
    const { list } = await open(() => ({ status: 500, body: {} }));
    expect((await list()).metrics).toMatchObject([
      {
        source: 'none',
        fallback: 'Prometheus answered 500',
        requests: null,
        requests_running: null,
      },
      { source: 'none' },
    ]);
  });
});
