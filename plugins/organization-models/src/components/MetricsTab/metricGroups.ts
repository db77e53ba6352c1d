import type { ModelMetrics } from '@orgmodels/backstage-plugin-organization-models-common';

export type Series = ModelMetrics['series'][number];
export type Metric = Series['metric'];

/** Charts in the order in which people look; what shares an axis shares one. */
export const METRIC_GROUPS = {
  requests: ['requests'],
  errors: ['error_ratio'],
  firstToken: ['time_to_first_token'],
  latency: ['latency'],
  interToken: ['inter_token_latency'],
  tokens: ['prompt_tokens', 'generated_tokens'],
  queue: ['requests_running', 'requests_waiting'],
  cache: ['kv_cache_use', 'prefix_cache_hit_ratio'],
  preemptions: ['preemptions'],
  replicas: ['replicas_ready', 'replicas_wanted'],
  gpu: ['gpu_utilization'],
  gpuMemory: ['gpu_memory'],
  cpu: ['cpu'],
  memory: ['memory'],
} as const satisfies Record<string, readonly Metric[]>;

export type MetricGroup = keyof typeof METRIC_GROUPS;

/** The series of a chart, those that were measured first. */
export function seriesOf(metrics: ModelMetrics, group: MetricGroup): Series[] {
  const names: readonly Metric[] = METRIC_GROUPS[group];
  return metrics.series.filter(({ metric }) => names.includes(metric));
}

/** What tells a series from the others of its chart. */
export function nameOf({ metric, labels }: Series): string {
  const own = Object.entries(labels ?? {}).map(([name, value]) =>
    name === 'quantile' ? `p${Math.round(Number(value) * 1000) / 10}` : value,
  );
  return own.length > 0 ? own.join(' ') : metric.replaceAll('_', ' ');
}

/** A moment with the values of all series of a chart, by their names. */
export type Moment = { at: number } & Record<string, number | null>;

export function toMoments(series: Series[]): Moment[] {
  const moments = new Map<number, Moment>();
  for (const one of series) {
    for (const { time, value } of one.points ?? []) {
      const at = Date.parse(time);
      const moment = moments.get(at) ?? ({ at } as Moment);
      moments.set(at, { ...moment, [nameOf(one)]: value });
    }
  }
  return [...moments.values()].sort((a, b) => a.at - b.at);
}

/** The value at the end of the time; what was before it is not now. */
export function latestOf({ points }: Series): number | undefined {
  return points?.at(-1)?.value ?? undefined;
}

export function mostOf({ points }: Series): number | undefined {
  const values = valuesOf(points);
  return values.length > 0 ? Math.max(...values) : undefined;
}

function valuesOf(points: Series['points']): number[] {
  return (points ?? []).flatMap(({ value }) => value ?? []);
}
