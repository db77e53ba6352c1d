import type {
  MetricSeries,
  ModelLoad,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** The quantile that lists show. */
export const LISTED_QUANTILE = '0.95';

type Values = Omit<
  ModelLoad,
  'model_id' | 'name' | 'cluster' | 'source' | 'fallback'
>;

/** The last values of a model's series; `null` is what is not known. */
export function toLatest(series: MetricSeries[]): Values {
  const find = (
    metric: MetricSeries['metric'],
    labels?: Record<string, string>,
  ) =>
    series
      .find(
        each =>
          each.metric === metric &&
          each.labels?.quantile === labels?.quantile &&
          !each.labels?.outcome,
      )
      ?.points?.at(-1)?.value ?? null;
  const p95 = { quantile: LISTED_QUANTILE };
  return {
    requests: find('requests'),
    error_ratio: find('error_ratio'),
    latency_p95: find('latency', p95),
    time_to_first_token_p95: find('time_to_first_token', p95),
    prompt_tokens: find('prompt_tokens'),
    generated_tokens: find('generated_tokens'),
    requests_running: find('requests_running'),
    requests_waiting: find('requests_waiting'),
    kv_cache_use: find('kv_cache_use'),
  };
}
