import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(60_000);

/** Another one where the control plane was asked for in another version. */
const VERSION = process.env.ORGANIZATION_MODELS_KUBERNETES ?? '1.36';

describe(`a model on Kubernetes ${VERSION}`, () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({ kubeconfig: cluster.kubeconfig });
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', 'models', ...args]);

  it('is deployed with its autoscaler, healed, changed and removed', async () => {
    const { body } = await portal.as('acme-engineer').get('/status');
    expect(body.cluster_status).toMatchObject({ ready: true, stale: [] });
    expect(body.cluster_status.kubernetes_version).toMatch(`v${VERSION}.`);

    const id = await models.createRunning('scaled', {
      deployment_config: { gpu_count: 1, enable_autoscaling: true },
    });
    await kubectl('get', 'podautoscaler', 'scaled');
    await kubectl('delete', 'service', 'scaled');
    await waitFor('the Service', () => kubectl('get', 'service', 'scaled'));

    await portal
      .as('acme-engineer')
      .put(`/${id}`)
      .send({ deployment_config: { extra_env: [{ name: 'A', value: 'b' }] } })
      .expect(200);
    await models.waitForModel(
      id,
      'changed',
      model => model.status === 'running' && model.observed_generation === 2,
    );
    await portal.as('acme-engineer').delete(`/${id}`).expect(204);
    await portal
      .as('acme-engineer')
      .get(`/${id}?wait_for=deleted&timeout=30s`)
      .expect(204);
    // Its name is free as soon as it is gone
    const again = await models.create('scaled');
    await portal.as('acme-engineer').delete(`/${again}`).expect(204);
    await models.waitUntilGone(again);
    const left = 'deployment,service,podautoscaler,pod';
    expect(await kubectl('get', left, '-o', 'name')).toBe('');
  });
});
