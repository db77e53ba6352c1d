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
    const { port } = backend.server.address() as { port: number };
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toMatch(
      /^organization_models_cluster_requests_total\{.*verb="GET".*\} 2/m,
    );
    await backend.stop();
  });
});
