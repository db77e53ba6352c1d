import type { ModelMetrics } from '@orgmodels/backstage-plugin-organization-models-common';
import { screen } from '@testing-library/react';
import { buildModel, minutesAgo } from '../../__testUtils__/buildModel';
import { renderPlugin } from '../../__testUtils__/renderPlugin';

const METRICS: ModelMetrics = {
  source: 'scraped',
  from: minutesAgo(30),
  to: minutesAgo(0),
  step_seconds: 15,
  series: [
    {
      metric: 'latency',
      unit: 'seconds',
      labels: { quantile: 'p95' },
      points: [
        { time: minutesAgo(2), value: 1.5 },
        { time: minutesAgo(1), value: 0.25 },
      ],
    },
    {
      metric: 'gpu_utilization',
      unit: 'ratio',
      points: null,
      missing: 'NoPrometheus',
    },
  ],
};

describe('MetricsTab', () => {
  it('shows numbers beside charts, and why some are missing', async () => {
    const getMetrics = jest.fn(async () => METRICS);
    renderPlugin(`/organization-models/models/${buildModel().id}?tab=metrics`, {
      getModel: async () => buildModel(),
      getMetrics,
    });
    const row = await screen.findByRole(
      'row',
      { name: /p95/ },
      { timeout: 10_000 },
    );
    expect(row).toHaveTextContent('p95250 ms1.50 s');
    expect(
      screen.getByText('Only Prometheus knows this, and none is configured.'),
    ).toBeInTheDocument();
    expect(getMetrics).toHaveBeenCalledWith(
      buildModel().id,
      { range: '30m', step: '15s' },
      expect.anything(),
    );
  });
});
