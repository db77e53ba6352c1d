import { type DevCluster, startCluster, waitFor } from '@orgmodels/dev-cluster';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(60_000);

describe('GET /status', () => {
  let cluster: DevCluster;
  let portal: TestPortal;

  beforeAll(async () => {
    cluster = await startCluster();
    portal = await startPortal({ kubeconfig: cluster.kubeconfig });
  }, 120_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  });

  const readStatus = async () => {
    const { body } = await portal
      .as('acme-engineer')
      .get('/status')
      .expect(200);
    return body.cluster_status;
  };

  it('answers the facts of the running cluster', async () => {
    const status = await waitFor('a ready cluster', async () => {
      const seen = await readStatus();
      return seen.ready && seen;
    });
    expect(status).toMatchObject({
      state: 'Ready',
      blockers: [],
      has_gpus: true,
      total_nodes: 14,
      aibrix_ok: true,
      kubernetes_version: expect.stringMatching(/^v1\./),
    });
    expect(status.gpu_nodes).toContainEqual(
      expect.objectContaining({
        gpu_type: 'NVIDIA-H100-80GB-HBM3',
        gpu_count: 8,
        available_gpus: 8,
      }),
    );
  });

  it('names a CRD that goes missing as a blocker', async () => {
    await cluster.kubectl([
      'delete',
      'crd',
      'podautoscalers.autoscaling.aibrix.ai',
    ]);
    const status = await waitFor('the blocker', async () => {
      const seen = await readStatus();
      return !seen.ready && seen;
    });
    expect(status.blockers).toEqual([
      expect.objectContaining({
        code: 'MissingCrd',
        message: expect.stringContaining(
          'podautoscalers.autoscaling.aibrix.ai',
        ),
      }),
    ]);
  });

  it('keeps the last known facts while the API server is away', async () => {
    const before = await readStatus();
    await cluster.faults.stop('kube-apiserver');
    const away = await waitFor('the unknown state', async () => {
      const seen = await readStatus();
      return seen.state === 'Unknown' && seen;
    });
    expect(away).toMatchObject({
      ready: false,
      total_gpus: before.total_gpus,
      observed_at: expect.any(String),
    });
    expect(away.components[0].healthy).toBeNull();
    await cluster.faults.start('kube-apiserver');
    await waitFor(
      'the state to be known again',
      async () => (await readStatus()).state !== 'Unknown',
    );
  }, 60_000);

  it('asks who is there', async () => {
    await fetch(`${portal.url}/v1/organization/models/status`).then(response =>
      expect(response.status).toBe(401),
    );
    const { body } = await portal.as('no-org').get('/status').expect(403);
    expect(body.error.message).toContain('of type organization');
    const several = await portal.as('two-orgs').get('/status').expect(400);
    expect(several.body.error.details.choices).toEqual([
      'group:default/acme',
      'group:default/globex',
    ]);
    await portal
      .as('two-orgs')
      .get('/status')
      .set('X-Organization', 'globex')
      .expect(200);
    await portal
      .as('acme-engineer')
      .get('/status')
      .set('X-Organization', 'globex')
      .expect(403);
  });

  it('refuses when no cluster is configured', async () => {
    const without = await startPortal();
    const { body } = await without
      .as('acme-engineer')
      .get('/status')
      .expect(403);
    expect(body.error.code).toBe('NotInKubernetes');
    await without.stop();
  });
});
