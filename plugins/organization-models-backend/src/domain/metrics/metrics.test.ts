import type { MetricSeries } from '@orgmodels/backstage-plugin-organization-models-common';
import { vllmMetrics } from '../engines/vllm/vllmMetrics';
import { computeQuantile } from './computeQuantile';
import { computeSeries } from './computeSeries';
import { namesOf } from './namesOf';
import { parseExposition } from './parseExposition';
import type { Scrape } from './Scrape';

const NAMES = namesOf(vllmMetrics);
const START = Date.UTC(2026, 0, 1);

describe('parseExposition', () => {
  it('reads the series that are wanted, with labels as they were', () => {
    const text = [
      '# HELP a Help',
      '# TYPE a gauge',
      'a 1.0',
      'a{x="1,\\"}\\n\\\\",y="é"} 2e3 1700000000000',
      'a_created{x="1"} 5',
      'a{le="+Inf"} +Inf',
      'a NaN',
      'a{broken 7',
      'b 4',
    ].join('\n');
    expect(parseExposition(text, new Set(['a']))).toEqual([
      { name: 'a', labels: {}, value: 1 },
      { name: 'a', labels: { x: '1,"}\n\\', y: 'é' }, value: 2000 },
      { name: 'a', labels: { le: '+Inf' }, value: Infinity },
    ]);
  });
});

describe('computeQuantile', () => {
  const buckets = (...counts: number[]) =>
    [1, 2, 4, Infinity].map((le, index) => ({ le, count: counts[index] }));

  // Worked out by hand from how PromQL defines histogram_quantile
  it.each<[number, number[], number | undefined]>([
    [0.5, [10, 20, 20, 20], 1],
    [0.75, [10, 20, 20, 20], 1.5],
    [0.95, [10, 20, 40, 40], 3.8],
    [0.25, [40, 40, 40, 40], 0.25],
    [0.99, [10, 10, 10, 40], 4],
    [0.5, [0, 0, 0, 0], undefined],
    [0.9, [10, 8, 20, 20], 3.6],
  ])('%d of %j is %d', (quantile, counts, expected) => {
    const found = computeQuantile(quantile, buckets(...counts));
    expect(found?.toFixed(9)).toBe(expected?.toFixed(9));
  });

  it('needs the last bucket', () => {
    expect(computeQuantile(0.5, [{ le: 1, count: 1 }])).toBeUndefined();
  });
});

describe('computeSeries', () => {
  const scrape = (seconds: number, pods: Record<string, string>): Scrape => ({
    at: START + seconds * 1000,
    pods: Object.fromEntries(
      Object.entries(pods).map(([uid, text]) => [
        uid,
        parseExposition(text, NAMES),
      ]),
    ),
    readyReplicas: Object.keys(pods).length,
    wantedReplicas: 2,
  });

  const compute = (scrapes: Scrape[], seconds: number) =>
    computeSeries(scrapes, {
      engine: vllmMetrics,
      grid: {
        from: START + seconds * 1000,
        to: START + seconds * 1000,
        stepMs: 30_000,
      },
    });

  const find = (
    series: MetricSeries[],
    metric: string,
    labels?: Record<string, string>,
  ) =>
    series.find(
      each =>
        each.metric === metric &&
        JSON.stringify(each.labels) === JSON.stringify(labels),
    );

  const valueOf = (...args: Parameters<typeof find>) => {
    const found = find(...args);
    return found?.points ? found.points[0].value : found?.missing;
  };

  const engine = (values: {
    tokens: number;
    stop?: number;
    error?: number;
    cache?: string;
    running?: number;
  }) => `
vllm:generation_tokens_total{engine="0",model_name="m"} ${values.tokens}
vllm:generation_tokens_created{engine="0",model_name="m"} 1700000000
vllm:request_success_total{finished_reason="stop",model_name="m"} ${
    values.stop ?? 0
  }
vllm:request_success_total{finished_reason="error",model_name="m"} ${
    values.error ?? 0
  }
vllm:num_requests_running{model_name="m"} ${values.running ?? 0}
vllm:${values.cache ?? 'kv_cache_usage_perc'}{model_name="m"} 0.5
`;

  it('adds the rates of all pods, over restarts and pods that come and go', () => {
    const series = compute(
      [
        scrape(0, { a: engine({ tokens: 100, running: 1 }) }),
        scrape(15, {
          a: engine({ tokens: 130, stop: 3, error: 1, running: 2 }),
          b: engine({ tokens: 0, running: 1 }),
        }),
        scrape(30, {
          a: engine({ tokens: 30, stop: 3, error: 1, running: 2 }),
          b: engine({ tokens: 15, running: 3 }),
        }),
      ],
      30,
    );
    // a: 30, then from 0 to 30 again; b: 15 within 15 s
    expect(valueOf(series, 'generated_tokens')).toBe(3);
    expect(valueOf(series, 'requests')).toBeCloseTo(4 / 30);
    expect(valueOf(series, 'requests', { outcome: 'error' })).toBeCloseTo(
      1 / 30,
    );
    expect(valueOf(series, 'error_ratio')).toBe(0.25);
    expect(valueOf(series, 'requests_running')).toBe(5);
    expect(valueOf(series, 'kv_cache_use')).toBe(0.5);
    expect(valueOf(series, 'replicas_ready')).toBe(2);
  });

  it('has null and a reason for what is missing, and never 0', () => {
    const series = compute([scrape(0, { a: engine({ tokens: 1 }) })], 0);
    expect(valueOf(series, 'generated_tokens')).toBeNull();
    expect(valueOf(series, 'error_ratio')).toBeNull();
    expect(valueOf(series, 'requests_running')).toBe(0);
    expect(valueOf(series, 'preemptions')).toBe('EngineTooOld');
    expect(valueOf(series, 'latency', { quantile: '0.95' })).toBe(
      'EngineTooOld',
    );
    expect(valueOf(series, 'gpu_utilization')).toBe('NoPrometheus');
    const none = compute([scrape(0, {})], 0);
    expect(valueOf(none, 'requests_running')).toBe('NotScraped');
    expect(valueOf(none, 'replicas_ready')).toBe(0);
  });

  it('knows the names of older engines', () => {
    const old = engine({ tokens: 1, cache: 'gpu_cache_usage_perc' });
    expect(valueOf(compute([scrape(0, { a: old })], 0), 'kv_cache_use')).toBe(
      0.5,
    );
  });

  it('makes quantiles of what the buckets of all pods grew by', () => {
    const buckets = (low: number, high: number) => `
vllm:time_to_first_token_seconds_bucket{le="1.0",model_name="m"} ${low}
vllm:time_to_first_token_seconds_bucket{le="2.0",model_name="m"} ${high}
vllm:time_to_first_token_seconds_bucket{le="+Inf",model_name="m"} ${high}
`;
    const series = compute(
      [
        scrape(0, { a: buckets(1000, 1000), b: buckets(0, 0) }),
        scrape(15, { a: buckets(1010, 1010), b: buckets(0, 10) }),
      ],
      20,
    );
    const first = { quantile: '0.5' };
    expect(valueOf(series, 'time_to_first_token', first)).toBeCloseTo(1);
    const last = { quantile: '0.95' };
    expect(valueOf(series, 'time_to_first_token', last)).toBeCloseTo(1.9);
  });
});
