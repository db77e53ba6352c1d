import type {
  MetricSeries,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { EngineMetrics } from '../../domain/engines/EngineMetrics';
import {
  buildClusterQueries,
  buildEngineQueries,
  MODEL_LABEL,
} from '../../domain/metrics/buildQueries';
import {
  type Grid,
  SHORTEST_WINDOW_MS,
} from '../../domain/metrics/computeSeries';
import { namesOf } from '../../domain/metrics/namesOf';
import type { PrometheusSeries } from '../../domain/metrics/PrometheusAnswer';
import { toMatchers } from '../../domain/metrics/promql';
import { toMetricSeries } from '../../domain/metrics/toMetricSeries';

/** What services need of Prometheus. */
export interface Prometheus {
  /** By which one Prometheus tells this cluster from others. */
  readonly labels: Record<string, string>;
  queryRange(expr: string, grid: Grid): Promise<PrometheusSeries[]>;
  queryAt(expr: string, at: number): Promise<PrometheusSeries[]>;
  listNames(
    selector: string,
    within: { from: number; to: number },
  ): Promise<string[]>;
}

/**
 * Asks Prometheus how a model does.
 *
 * @throws an error for people to read when any query fails
 */
export async function readSeries(
  { namespace, name }: Pick<Model, 'namespace' | 'name'>,
  context: { prometheus: Prometheus; engine: EngineMetrics; grid: Grid },
): Promise<MetricSeries[]> {
  const { prometheus, engine, grid } = context;
  const { labels } = prometheus;
  const matchers = toMatchers({ ...labels, namespace, [MODEL_LABEL]: name });
  const window = Math.ceil(Math.max(grid.stepMs, SHORTEST_WINDOW_MS) / 1000);
  const queries = [
    ...buildEngineQueries(engine, { matchers, by: [], window }),
    ...buildClusterQueries({ namespace, name }, { labels, window }),
  ];
  const wanted = new Set([
    ...namesOf(engine),
    ...queries.flatMap(({ names: ofQuery = [] }) => ofQuery),
  ]);
  const [names, ...answers] = await Promise.all([
    prometheus.listNames(`{${matchers}}`, grid),
    ...queries.map(async query => ({
      query,
      series: await prometheus.queryRange(query.expr, grid),
    })),
  ]);
  const known = new Set(names.filter(each => wanted.has(each)));
  return toMetricSeries(answers, { engine, grid, known });
}
