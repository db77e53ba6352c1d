import type { ModelMetrics } from '@orgmodels/backstage-plugin-organization-models-common';
import { formatValue } from './formatValue';
import {
  latestOf,
  METRIC_GROUPS,
  mostOf,
  nameOf,
  type Series,
  seriesOf,
  toMoments,
} from './metricGroups';

const at = (second: number) => `2026-01-05T09:00:0${second}.000Z`;

function latency(quantile: string, values: (number | null)[]): Series {
  return {
    metric: 'latency',
    unit: 'seconds',
    labels: { quantile },
    points: values.map((value, index) => ({ time: at(index), value })),
  };
}

describe('metricGroups', () => {
  it('lays series of one chart beside each other, and keeps gaps', () => {
    const moments = toMoments([
      latency('0.5', [0.1, null]),
      latency('0.95', [0.4, 0.5]),
    ]);
    expect(moments).toEqual([
      { at: Date.parse(at(0)), p50: 0.1, p95: 0.4 },
      { at: Date.parse(at(1)), p50: null, p95: 0.5 },
    ]);
  });

  it('tells the value of now, which is none where nothing is measured any more, and the most', () => {
    const series = latency('0.5', [0.3, 0.1]);
    expect([latestOf(series), mostOf(series)]).toEqual([0.1, 0.3]);
    const over = latency('0.999', [0.3, 0.1, null]);
    expect([latestOf(over), mostOf(over)]).toEqual([undefined, 0.3]);
    expect(nameOf(over)).toBe('p99.9');
    const none = { ...series, points: null };
    expect([latestOf(none), mostOf(none)]).toEqual([undefined, undefined]);
  });

  it('finds the series of a chart', () => {
    const series = [latency('p50', [])];
    const metrics = { series } as unknown as ModelMetrics;
    expect(seriesOf(metrics, 'latency')).toEqual(series);
    expect(seriesOf(metrics, 'cpu')).toEqual([]);
  });

  it('shows every metric once', () => {
    const shown = Object.values(METRIC_GROUPS).flat();
    expect(new Set(shown).size).toBe(shown.length);
  });
});

describe('formatValue', () => {
  it.each([
    [0.1234, 'ratio', '12.3 %'],
    [0.0421, 'seconds', '42 ms'],
    [12.345, 'seconds', '12.35 s'],
    [1234.5678, 'tokens/s', '1,230 /s'],
    [2 ** 30, 'bytes', '1Gi'],
  ])('%d %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});
