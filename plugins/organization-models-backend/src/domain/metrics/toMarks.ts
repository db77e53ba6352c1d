import type {
  HistoryEntry,
  MetricMark,
  MetricSeries,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** Actions after which pods are others, or none. */
export const DEPLOYMENTS = [
  'Created',
  'Adopted',
  'Updated',
  'Refreshed',
  'RolledBack',
  'Restarted',
  'Started',
  'Stopped',
];

/**
 * What explains a bend in the series of a model: what people did to it, and when
 * it was wanted larger or smaller.
 *
 * @param entries - of the history, of the codes of {@link DEPLOYMENTS}
 */
export function toMarks(
  entries: HistoryEntry[],
  series: MetricSeries[],
): MetricMark[] {
  const deployments = entries.map(({ at, code, message, generation }) => ({
    time: at,
    kind: 'deployment' as const,
    code,
    message,
    ...(generation === undefined ? {} : { generation }),
  }));
  return [...deployments, ...findScalings(series)].sort((a, b) =>
    a.time < b.time ? -1 : 1,
  );
}

function findScalings(series: MetricSeries[]): MetricMark[] {
  const wanted = series.find(({ metric }) => metric === 'replicas_wanted');
  const known = (wanted?.points ?? []).flatMap(({ time, value }) =>
    value === null ? [] : [{ time, value }],
  );
  return known.flatMap(({ time, value }, index) => {
    const before = known[index - 1]?.value ?? value;
    return value === before
      ? []
      : [
          {
            time,
            kind: 'scaling',
            code: value > before ? 'ScaledUp' : 'ScaledDown',
            message: `From ${before} to ${value} replicas`,
          },
        ];
  });
}
