import { startTestBackend } from '@backstage/backend-test-utils';
import { metrics } from '@opentelemetry/api';
import portalMetrics from './portalMetrics';

describe('/metrics', () => {
  it('tells what is measured, as Prometheus reads it', async () => {
    const backend = await startTestBackend({
      features: [portalMetrics],
    });
    metrics
      .getMeter('a meter')
      .createCounter('organization_models.cluster.requests')
      .add(2, { verb: 'GET' });
    metrics
      .getMeter('a meter')
      .createObservableGauge('organization_models.model.info')
      .addCallback(result => result.observe(1, { model_name: 'a-model' }));
    const { port } = backend.server.address() as { port: number };
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    expect(text).toMatch(
      /^organization_models_cluster_requests_total\{.*verb="GET".*\} 2/m,
    );
    // as the chart's alerts call it
    expect(text).toMatch(
      /^organization_models_model_info\{.*model_name="a-model".*\} 1/m,
    );
    await backend.stop();
  });
});
