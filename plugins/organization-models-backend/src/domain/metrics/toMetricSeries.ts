import type { MetricSeries } from '@orgmodels/backstage-plugin-organization-models-common';
import type { EngineMetrics } from '../engines/EngineMetrics';
import { type MetricQuery, QUANTILES } from './buildQueries';
import type { Grid } from './computeSeries';
import type { PrometheusSeries } from './PrometheusAnswer';

export type Answered = { query: MetricQuery; series: PrometheusSeries[] };

/** What Prometheus answered, on the grid that was asked for. */
export function toMetricSeries(
  answers: Answered[],
  context: {
    engine: EngineMetrics;
    grid: Grid;
    /** Names which the model's engines have. */
    known: ReadonlySet<string>;
  },
): MetricSeries[] {
  return answers.flatMap(({ query, series }) => {
    const missing = findMissing({ query, series }, context.known);
    if (missing) {
      return headsOf(query).map(head => ({ ...head, points: null, missing }));
    }
    return query.metric === 'requests'
      ? toRequests({ query, series }, context)
      : toEach({ query, series }, context.grid);
  });
}

function findMissing(
  { query, series }: Answered,
  known: ReadonlySet<string>,
): MetricSeries['missing'] {
  if (!query.names) {
    return series.length === 0 ? query.missing : undefined;
  }
  if (known.size === 0) {
    return 'NotScraped';
  }
  return query.names.some(name => known.has(name)) ? undefined : 'EngineTooOld';
}

function toEach({ query, series }: Answered, grid: Grid): MetricSeries[] {
  const { metric, unit, label } = query;
  if (series.length === 0) {
    const points = toPoints([], grid);
    return headsOf(query).map(head => ({ ...head, points }));
  }
  return series.map(({ labels, values }) => ({
    metric,
    unit,
    ...(label ? { labels: { [label.as]: labels[label.name] ?? '' } } : {}),
    points: toPoints(layOnGrid(values, grid), grid),
  }));
}

function toRequests(
  { query, series }: Answered,
  { engine, grid }: { engine: EngineMetrics; grid: Grid },
): MetricSeries[] {
  const { outcomeLabel, failures } = engine.requests;
  const outcomes = series.map(({ labels, values }) => ({
    outcome: labels[outcomeLabel] ?? '',
    values: layOnGrid(values, grid),
  }));
  const all = add(outcomes);
  const failed = add(
    outcomes.filter(({ outcome }) => failures.includes(outcome)),
  );
  const { metric, unit } = query;
  const ratios = all.map((whole, index) =>
    whole ? (failed[index] ?? 0) / whole : undefined,
  );
  return [
    { metric, unit, points: toPoints(all, grid) },
    ...outcomes
      .filter(({ outcome }) => outcome !== '')
      .map(({ outcome, values }) => ({
        metric,
        unit,
        labels: { outcome },
        points: toPoints(values, grid),
      })),
    failures.length > 0
      ? { metric: 'error_ratio', unit: 'ratio', points: toPoints(ratios, grid) }
      : {
          metric: 'error_ratio',
          unit: 'ratio',
          points: null,
          missing: 'EngineTooOld',
        },
  ];
}

// What a metric has when nothing tells it apart
function headsOf({ metric, unit, label }: MetricQuery) {
  if (metric === 'requests') {
    return [
      { metric, unit },
      { metric: 'error_ratio' as const, unit: 'ratio' },
    ];
  }
  return label
    ? QUANTILES.map(quantile => ({ metric, unit, labels: { quantile } }))
    : [{ metric, unit }];
}

type Values = (number | undefined)[];

function add(series: { values: Values }[]): Values {
  const sums: Values = [];
  for (const { values } of series) {
    values.forEach((value, index) => {
      if (value !== undefined) {
        sums[index] = (sums[index] ?? 0) + value;
      }
    });
  }
  return Array.from(sums);
}

function layOnGrid(
  values: PrometheusSeries['values'],
  { from, stepMs }: Grid,
): Values {
  const laid: Values = [];
  for (const [time, value] of values) {
    // A quantile of nothing is NaN
    if (Number.isFinite(value)) {
      laid[Math.round((time * 1000 - from) / stepMs)] = value;
    }
  }
  return Array.from(laid);
}

function toPoints(values: Values, { from, to, stepMs }: Grid) {
  const points = [];
  for (let at = from, index = 0; at <= to; at += stepMs, index++) {
    points.push({
      time: new Date(at).toISOString(),
      value: values[index] ?? null,
    });
  }
  return points;
}
