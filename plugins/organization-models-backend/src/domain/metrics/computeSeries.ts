import type { MetricSeries } from '@orgmodels/backstage-plugin-organization-models-common';
import { QUANTILES } from './buildQueries';
import { computeQuantile } from './computeQuantile';
import type { EngineMetrics } from '../engines/EngineMetrics';
import type { Scrape } from './Scrape';
import { ScrapeWindow } from './ScrapeWindow';

/** Rates are of at least as long, in milliseconds: four scrapes. */
export const SHORTEST_WINDOW_MS = 60_000;

/** What only a cluster's own metrics tell. */
const OF_CLUSTERS: [MetricSeries['metric'], string][] = [
  ['gpu_utilization', 'ratio'],
  ['gpu_memory', 'bytes'],
  ['cpu', 'cores'],
  ['memory', 'bytes'],
];

/** A value at a time; `missing`: the engines do not have it. */
type Value = number | undefined | 'missing';

type Measure = {
  metric: MetricSeries['metric'];
  unit: string;
  labels?: Record<string, string>;
  valueIn(window: ScrapeWindow): Value;
};

export type Grid = { from: number; to: number; stepMs: number };

/** The series of a model out of its scrapes, the oldest first. */
export function computeSeries(
  scrapes: Scrape[],
  { engine, grid }: { engine: EngineMetrics; grid: Grid },
): MetricSeries[] {
  const measures = listMeasures(scrapes, engine);
  const times: number[] = [];
  for (let at = grid.from; at <= grid.to; at += grid.stepMs) {
    times.push(at);
  }
  const span = Math.max(grid.stepMs, SHORTEST_WINDOW_MS);
  const windows = times.map(
    time =>
      new ScrapeWindow(
        scrapes.filter(({ at }) => at > time - span && at <= time),
      ),
  );
  const wasScraped = new ScrapeWindow(scrapes).last !== undefined;
  return [
    ...measures.map(measure =>
      toSeries(measure, { times, windows, wasScraped }),
    ),
    ...OF_CLUSTERS.map(([metric, unit]) => ({
      metric,
      unit,
      points: null,
      missing: 'NoPrometheus' as const,
    })),
  ];
}

function toSeries(
  { metric, unit, labels, valueIn }: Measure,
  context: { times: number[]; windows: ScrapeWindow[]; wasScraped: boolean },
): MetricSeries {
  const head = { metric, unit, ...(labels ? { labels } : {}) };
  if (!context.wasScraped && !metric.startsWith('replicas')) {
    return { ...head, points: null, missing: 'NotScraped' };
  }
  const values = context.windows.map(valueIn);
  if (values.length > 0 && values.every(value => value === 'missing')) {
    return { ...head, points: null, missing: 'EngineTooOld' };
  }
  return {
    ...head,
    points: values.map((value, index) => ({
      time: new Date(context.times[index]).toISOString(),
      value: typeof value === 'number' ? value : null,
    })),
  };
}

function listMeasures(scrapes: Scrape[], engine: EngineMetrics): Measure[] {
  const all = new ScrapeWindow(scrapes);
  const { requests } = engine;
  const name = (names: string[], suffix?: string) =>
    all.chooseName(names, suffix);
  const rate = (names: string[]) => (window: ScrapeWindow) => {
    const chosen = name(names);
    return chosen ? window.rate(chosen) : 'missing';
  };
  const gauge =
    (names: string[], join: (values: number[]) => number) =>
    (window: ScrapeWindow) => {
      const chosen = name(names);
      const values = chosen ? window.gauges(chosen) : [];
      if (!chosen) {
        return 'missing';
      }
      return values.length > 0 ? join(values) : undefined;
    };
  const ratio = (part: string[], whole: string[]) => (window: ScrapeWindow) => {
    const [a, b] = [name(part), name(whole)];
    return a && b ? divide(window.rate(a), window.rate(b)) : 'missing';
  };
  const quantiles = (
    metric: MetricSeries['metric'],
    names: string[],
  ): Measure[] =>
    QUANTILES.map(quantile => ({
      metric,
      unit: 'seconds',
      labels: { quantile },
      valueIn(window) {
        const bucket = name(names, '_bucket');
        return bucket
          ? computeQuantile(
              Number(quantile),
              window.buckets(bucket.slice(0, -'_bucket'.length)),
            )
          : 'missing';
      },
    }));
  const counted = name(requests.names);
  const byOutcome = (window: ScrapeWindow) =>
    counted ? window.rates(counted, requests.outcomeLabel) : undefined;
  const outcomes = [...(byOutcome(all)?.keys() ?? [])].sort();
  const measures: Measure[] = [
    {
      metric: 'requests',
      unit: 'requests/s',
      valueIn: rate(requests.names),
    },
    ...outcomes.map(outcome => ({
      metric: 'requests' as const,
      unit: 'requests/s',
      labels: { outcome },
      valueIn: (window: ScrapeWindow) => byOutcome(window)?.get(outcome),
    })),
    {
      metric: 'error_ratio',
      unit: 'ratio',
      valueIn(window) {
        const rates = byOutcome(window);
        const failed = requests.failures.reduce(
          (sum, outcome) => sum + (rates?.get(outcome) ?? 0),
          0,
        );
        return counted && requests.failures.length > 0
          ? divide(failed, window.rate(counted))
          : 'missing';
      },
    },
    ...quantiles('latency', engine.latency),
    ...quantiles('time_to_first_token', engine.firstToken),
    ...quantiles('inter_token_latency', engine.interToken),
    {
      metric: 'prompt_tokens',
      unit: 'tokens/s',
      valueIn: rate(engine.promptTokens),
    },
    {
      metric: 'generated_tokens',
      unit: 'tokens/s',
      valueIn: rate(engine.generatedTokens),
    },
    {
      metric: 'requests_running',
      unit: 'requests',
      valueIn: gauge(engine.running, sum),
    },
    {
      metric: 'requests_waiting',
      unit: 'requests',
      valueIn: gauge(engine.waiting, sum),
    },
    {
      metric: 'kv_cache_use',
      unit: 'ratio',
      valueIn: gauge(engine.cacheUse, mean),
    },
    {
      metric: 'prefix_cache_hit_ratio',
      unit: 'ratio',
      valueIn: ratio(engine.prefixHits, engine.prefixQueries),
    },
    {
      metric: 'preemptions',
      unit: 'preemptions/s',
      valueIn: rate(engine.preemptions),
    },
    {
      metric: 'replicas_ready',
      unit: 'replicas',
      valueIn: window => window.newest?.readyReplicas,
    },
    {
      metric: 'replicas_wanted',
      unit: 'replicas',
      valueIn: window => window.newest?.wantedReplicas,
    },
  ];
  return measures;
}

// Nothing of nothing is no ratio
function divide(part: number | undefined, whole: number | undefined) {
  return part === undefined || !whole ? undefined : part / whole;
}

const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
const mean = (values: number[]) => sum(values) / values.length;
