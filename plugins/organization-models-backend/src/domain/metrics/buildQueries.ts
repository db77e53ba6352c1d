import type { MetricSeries } from '@orgmodels/backstage-plugin-organization-models-common';
import type { EngineMetrics } from '../engines/EngineMetrics';
import { podPattern, quote, toMatchers } from './promql';

/** How a metric is asked of Prometheus. */
export type MetricQuery = {
  metric: MetricSeries['metric'];
  unit: string;
  expr: string;
  /** The label of Prometheus which tells these apart. */
  label?: { name: string; as: string };
  /** Of the engine: names of which one is needed. */
  names?: string[];
  /** What it is when Prometheus has nothing of it. */
  missing?: MetricSeries['missing'];
};

/**
 * Whose metrics: matchers of the engines' series, the labels that are kept, and
 * seconds over which rates are.
 */
export type QueryScope = {
  matchers: string;
  by: string[];
  window: number;
  quantiles?: string[];
};

/** The label that our ServiceMonitor adds to what it has scraped. */
export const MODEL_LABEL = 'model_aibrix_ai_name';

export const QUANTILES = ['0.5', '0.95', '0.99'];

/** What engines tell. Where a name changed the newer one counts, pod by pod. */
export function buildEngineQueries(
  engine: EngineMetrics,
  { matchers, by, window, quantiles: wanted = QUANTILES }: QueryScope,
): MetricQuery[] {
  const join = (how: string, labels: string[], inner: string) =>
    `${how} by (${[...by, ...labels].join(',')}) (${inner})`;
  const eachOf = (names: string[], toExpr: (name: string) => string) =>
    names.map(toExpr).join(' or ') || 'vector(0) > 1';
  const rates = (names: string[]) =>
    eachOf(names, name => `rate(${name}{${matchers}}[${window}s])`);
  const gauges = (names: string[]) =>
    eachOf(names, name => `${name}{${matchers}}`);
  const rate = (
    metric: MetricSeries['metric'],
    unit: string,
    names: string[],
  ) => ({ metric, unit, names, expr: join('sum', [], rates(names)) });
  const gauge = (
    metric: MetricSeries['metric'],
    unit: string,
    { how, names }: { how: string; names: string[] },
  ) => ({ metric, unit, names, expr: join(how, [], gauges(names)) });
  const quantiles = (metric: MetricSeries['metric'], names: string[]) => {
    const buckets = names.map(name => `${name}_bucket`);
    const grown = join('sum', ['le'], rates(buckets));
    // A Prometheus may make native histograms of what it scrapes, which are one
    // series each, under the bare name
    const native = join('sum', [], rates(names));
    return {
      metric,
      unit: 'seconds',
      names: [...buckets, ...names],
      label: { name: 'quantile', as: 'quantile' },
      expr: wanted
        .map(
          quantile =>
            `label_replace(histogram_quantile(${quantile}, ${grown}) or histogram_quantile(${quantile}, ${native}), "quantile", ${quote(
              quantile,
            )}, "", "")`,
        )
        .join(' or '),
    };
  };
  const { requests, prefixHits, prefixQueries } = engine;
  return [
    {
      metric: 'requests',
      unit: 'requests/s',
      names: requests.names,
      label: { name: requests.outcomeLabel, as: 'outcome' },
      expr: join('sum', [requests.outcomeLabel], rates(requests.names)),
    },
    quantiles('latency', engine.latency),
    quantiles('time_to_first_token', engine.firstToken),
    quantiles('inter_token_latency', engine.interToken),
    rate('prompt_tokens', 'tokens/s', engine.promptTokens),
    rate('generated_tokens', 'tokens/s', engine.generatedTokens),
    gauge('requests_running', 'requests', {
      how: 'sum',
      names: engine.running,
    }),
    gauge('requests_waiting', 'requests', {
      how: 'sum',
      names: engine.waiting,
    }),
    gauge('kv_cache_use', 'ratio', { how: 'avg', names: engine.cacheUse }),
    {
      metric: 'prefix_cache_hit_ratio',
      unit: 'ratio',
      names: prefixHits,
      expr: `${join('sum', [], rates(prefixHits))} / ${join(
        'sum',
        [],
        rates(prefixQueries),
      )}`,
    },
    rate('preemptions', 'preemptions/s', engine.preemptions),
  ];
}

/** What exporters of the cluster tell of a model's pods. */
export function buildClusterQueries(
  { namespace, name }: { namespace: string; name: string },
  { labels, window }: { labels: Record<string, string>; window: number },
): MetricQuery[] {
  const own = toMatchers({ ...labels, namespace });
  const pods = quote(podPattern(name));
  // Its exporter's own pod is `pod` where the scrape does not honor labels
  const dcgm = (metric: string) => {
    const exported = toMatchers({ ...labels, exported_namespace: namespace });
    return `${metric}{${own},pod=~${pods}} or ${metric}{${exported},exported_pod=~${pods}}`;
  };
  const containers = `${own},pod=~${pods},container!="",container!="POD"`;
  const deployment = `${own},deployment=${quote(name)}`;
  return [
    {
      metric: 'gpu_utilization',
      unit: 'ratio',
      expr: `avg(${dcgm('DCGM_FI_DEV_GPU_UTIL')}) / 100`,
      missing: 'NoDcgm',
    },
    {
      metric: 'gpu_memory',
      unit: 'bytes',
      // MiB
      expr: `sum(${dcgm('DCGM_FI_DEV_FB_USED')}) * 1048576`,
      missing: 'NoDcgm',
    },
    {
      metric: 'cpu',
      unit: 'cores',
      expr: `sum(rate(container_cpu_usage_seconds_total{${containers}}[${window}s]))`,
      missing: 'NoCadvisor',
    },
    {
      metric: 'memory',
      unit: 'bytes',
      expr: `sum(container_memory_working_set_bytes{${containers}})`,
      missing: 'NoCadvisor',
    },
    {
      metric: 'replicas_ready',
      unit: 'replicas',
      expr: `sum(kube_deployment_status_replicas_ready{${deployment}})`,
      missing: 'NoKubeStateMetrics',
    },
    {
      metric: 'replicas_wanted',
      unit: 'replicas',
      expr: `sum(kube_deployment_spec_replicas{${deployment}})`,
      missing: 'NoKubeStateMetrics',
    },
  ];
}

/** One query for all; the label `metric` tells whose answer a series is. */
export function joinQueries(queries: MetricQuery[]): string {
  return queries
    .map(
      ({ metric, expr }) =>
        `label_replace((${expr}), "metric", ${quote(metric)}, "", "")`,
    )
    .join(' or ');
}
