import type { MetricSeries } from '@orgmodels/backstage-plugin-organization-models-common';
import type { EngineMetrics } from '../../domain/engines/EngineMetrics';
import type { StoredModel } from '../../domain/facts/StoredModel';
import {
  buildEngineQueries,
  joinQueries,
  MODEL_LABEL,
} from '../../domain/metrics/buildQueries';
import { SHORTEST_WINDOW_MS } from '../../domain/metrics/computeSeries';
import { namesOf } from '../../domain/metrics/namesOf';
import { toMatchers } from '../../domain/metrics/promql';
import { LISTED_QUANTILE } from '../../domain/metrics/toLatest';
import { toMetricSeries } from '../../domain/metrics/toMetricSeries';
import type { Prometheus } from './readSeries';

type Named = Pick<StoredModel, 'id' | 'namespace' | 'name'>;

/**
 * Asks Prometheus how models of one cluster and engine do now, by one query.
 *
 * @returns series of one point each, by the model's id
 * @throws an error for people to read when the query fails
 */
export async function readLatest(
  models: Named[],
  context: { prometheus: Prometheus; engine: EngineMetrics; now: number },
): Promise<Map<string, MetricSeries[]>> {
  const { prometheus, engine, now } = context;
  const queries = buildEngineQueries(engine, {
    matchers: toMatchers({
      ...prometheus.labels,
      namespace: [...new Set(models.map(({ namespace }) => namespace))],
      [MODEL_LABEL]: models.map(({ name }) => name),
    }),
    by: ['namespace', MODEL_LABEL],
    window: SHORTEST_WINDOW_MS / 1000,
    quantiles: [LISTED_QUANTILE],
  });
  const found = await prometheus.queryAt(joinQueries(queries), now);
  const grid = { from: now, to: now, stepMs: SHORTEST_WINDOW_MS };
  // What an engine does not tell has no value here, and no reason
  const known = namesOf(engine);
  return new Map(
    models.map(({ id, namespace, name }) => {
      const own = found.filter(
        ({ labels }) =>
          labels.namespace === namespace && labels[MODEL_LABEL] === name,
      );
      const answers = queries.map(query => ({
        query,
        series: own.filter(({ labels }) => labels.metric === query.metric),
      }));
      return [id, toMetricSeries(answers, { engine, grid, known })];
    }),
  );
}
