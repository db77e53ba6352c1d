import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { conditionOf, ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(150_000);

/** Within this drift has to be healed, in milliseconds. */
const HEALED_MS = 5_000;
/** Within this all has to be as before after the API server's return. */
const RETURN_MS = 10_000;

describe('while the API server or the way to it is away', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  let relay: Awaited<ReturnType<typeof cluster.openRelay>>;
  let portal: TestPortal;
  let id: string;

  beforeAll(async () => {
    relay = await cluster.openRelay();
    portal = await startPortal({ kubeconfig: relay.kubeconfig });
    await models.waitUntilReady();
    id = await models.createRunning('steady', {
      deployment_config: { gpu_count: 0, enable_autoscaling: true },
    });
  });

  afterAll(() => portal?.stop());

  const isUnknown = (model: { conditions: { status: string }[] }) =>
    model.conditions.every(({ status }) => status === 'Unknown');

  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', 'models', ...args]);

  const countOf = async (name: string) => {
    const lines = await kubectl(
      ...['get', 'deployments,services,podautoscalers,pods', '-o', 'name'],
      ...['-l', `model.aibrix.ai/name=${name}`],
    );
    return lines.split('\n').filter(Boolean).length;
  };

  /** Changes our objects as a person would, and waits until they are ours. */
  const driftAndHeal = async (image: string, timeoutMs = RETURN_MS) => {
    await kubectl('set', 'image', 'deployment/steady', `*=${image}`);
    await kubectl('delete', 'service', 'steady');
    await waitFor(
      `${image} to be set back, and the Service to be made again`,
      async () => {
        await kubectl('get', 'service', 'steady');
        const template = await kubectl(
          ...['get', 'deployment', 'steady', '-o', 'jsonpath={.spec.template}'],
        );
        return !template.includes(image);
      },
      { timeoutMs },
    );
  };

  const waitUntilSteady = async (timeoutMs = RETURN_MS) => {
    await models.waitForModel(
      id,
      'running, with all conditions known',
      model => model.status === 'running' && !model.conditions.some(isOpen),
      timeoutMs,
    );
  };
  const isOpen = ({ type, status }: { type: string; status: string }) =>
    ['Applied', 'Ready'].includes(type) && status !== 'True';

  it('refuses to create, accepts to delete and answers what it knew', async () => {
    const doomed = await models.createRunning('doomed');
    await cluster.faults.stop('kube-apiserver');
    const during = await models.waitForModel(id, 'unknown', isUnknown);
    expect(during).toMatchObject({
      status: 'running',
      observed_at: expect.any(String),
      replicas: { ready: 1 },
    });
    expect(conditionOf(during, 'Ready')?.reason).toBe('ClusterUnreachable');

    const refused = await models.post('refused').expect(503);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(refused.body.error.code).toBe('ClusterUnavailable');
    expect(await models.list()).toHaveLength(2);
    await portal.as('acme-engineer').delete(`/${doomed}`).expect(204);
    expect(await models.read(doomed)).toMatchObject({ status: 'deleting' });

    await cluster.faults.start('kube-apiserver');
    await driftAndHeal('example.com/returned:1');
    await waitUntilSteady();
    await models.waitUntilGone(doomed, RETURN_MS);
    expect(await countOf('doomed')).toBe(0);
    expect(await countOf('refused')).toBe(0);
  });

  it('answers in time while the API server is frozen, and stores nothing', async () => {
    const withToken = await models.createRunning('with-token', {
      deployment_config: {
        gpu_count: 0,
        hugging_face_token: 'hf_outageToken1',
      },
    });
    await cluster.faults.pause('kube-apiserver');
    const rotated = portal
      .as('acme-engineer')
      .put(`/${withToken}`)
      .send({ deployment_config: { hugging_face_token: 'hf_outageToken2' } })
      .then(({ status }) => status);
    // While the Secret waits for the API server, nobody waits for the database
    const begun = performance.now();
    expect(await models.list()).toHaveLength(2);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await rotated).toBe(503);
    expect((await models.read(withToken)).generation).toBe(1);
    // Nobody knows yet, so the dry run has to find out
    const { body } = await models.post('frozen').expect(503);
    expect(body.error.code).toBe('ClusterUnavailable');
    await models.waitForModel(id, 'unknown', isUnknown);
    expect(await models.list()).toHaveLength(2);
    await cluster.faults.resume('kube-apiserver');
    await driftAndHeal('example.com/resumed:1');
    await waitUntilSteady();
    const frozen = await models.createRunning('frozen');
    for (const gone of [frozen, withToken]) {
      await portal.as('acme-engineer').delete(`/${gone}`).expect(204);
      await models.waitUntilGone(gone);
    }
  });

  it('notices that etcd alone is frozen, and says since when nothing is known', async () => {
    const before = await models.read(id);
    await cluster.faults.pause('etcd');
    const during = await models.waitForModel(id, 'unknown', isUnknown);
    expect(during.stale).toEqual({
      since: during.observed_at,
      message: expect.stringContaining('etcd'),
    });
    const [seen] = await models.list();
    expect(seen.stale).toEqual(during.stale);
    expect(during.observed_at! >= before.observed_at!).toBe(true);
    const { body } = await portal.as('acme-engineer').get('/status');
    expect(body.cluster_status).toMatchObject({
      ready: false,
      state: 'Unknown',
      message: expect.stringContaining('cannot read from its storage (etcd)'),
      watched_at: expect.any(String),
    });
    await models.post('unstored').expect(503);

    await cluster.faults.resume('etcd');
    await waitUntilSteady();
    const after = await models.waitForModel(id, 'fresh', ({ stale }) => !stale);
    expect(after.updated_at).toBe(before.updated_at);
  });

  // Nothing happens to it: what advances is what its watches vouch for
  it('shows a quiet model as fresh as its watches are', async () => {
    const { observed_at: before } = await models.read(id);
    const after = await models.waitForModel(
      id,
      'seen since',
      ({ observed_at }) => observed_at! > before!,
      // The API server sends a bookmark each minute
      90_000,
    );
    expect(after.stale).toBeUndefined();
  });

  it('sees what changes after its connections were cut', async () => {
    // Not more often: who changes a field five times is left alone
    for (const round of [1, 2]) {
      relay.cutConnections();
      await driftAndHeal(`example.com/cut:${round}`, HEALED_MS);
    }
    await waitUntilSteady();
    expect(await models.list()).toHaveLength(1);
  });

  it('sees what changes after its place in the history was forgotten', async () => {
    await cluster.compactEtcd();
    await driftAndHeal('example.com/compacted:1');
    await kubectl('delete', 'deployment', 'steady', '--wait=false');
    await waitFor('the repair in the history', async () =>
      (
        await models.readHistory(id)
      ).some(
        ({ code, message }) =>
          code === 'DriftHealed' &&
          message === 'Deployment steady was deleted and made again',
      ),
    );
    await waitUntilSteady(30_000);
  });
});
