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
      labels: { quantile: '0.95' },
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
  marks: [
    {
      time: minutesAgo(9),
      kind: 'deployment',
      code: 'Updated',
      message: 'The model was changed',
      generation: 3,
    },
    {
      time: minutesAgo(4),
      kind: 'scaling',
      code: 'ScaledUp',
      message: 'From 1 to 2 replicas',
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
    const marks = screen.getByRole('list', { name: 'What was done meanwhile' });
    expect(marks).toHaveTextContent(
      /4 min.* From 1 to 2 replicas.*9 min.* The model was changed \(generation 3\)/,
    );
    expect(getMetrics).toHaveBeenCalledWith(
      buildModel().id,
      { range: '30m', step: '15s' },
      expect.anything(),
    );
  });
});
