import { useCluster, usePostgres, waitFor } from '@orgmodels/dev-cluster';
import knexFactory, { type Knex } from 'knex';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { sidecarPolicy } from '../../__testUtils__/sidecarPolicy';
import {
  type ApiCaller,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const ROUNDS = 10;
const SMALL = { cpu: '100m', memory: '1Gi' };
const ADMINISTRATORS = {
  administrators: ['group:default/platform-team'],
};

const withGpus = (gpu_count: number, config: object = {}) => ({
  requirements: SMALL,
  deployment_config: { gpu_count, ...config },
});

describe('quotas', () => {
  const pools: Knex[] = [];
  const portals: TestPortal[] = [];

  // Before what they talk to
  afterAll(async () => {
    for (const portal of portals) {
      await portal.stop();
    }
    await Promise.all(pools.map(knex => knex.destroy()));
  });

  const cluster = useCluster({ crds: ['aibrix'] });
  const postgres = usePostgres();

  const start = async (options: Parameters<typeof startPortal>[0]) => {
    const portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      ...options,
    });
    portals.push(portal);
    const models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
    return { models, api: portal.as('acme-engineer'), portal };
  };

  type Backend = Awaited<ReturnType<typeof start>>;
  let first: Backend;
  let second: Backend;

  const startOnPostgres = () => {
    const connection = postgres.connectionString;
    const knex = knexFactory({ client: 'pg', connection });
    pools.push(knex);
    return start({ knex, config: ADMINISTRATORS });
  };

  beforeAll(async () => {
    first = await startOnPostgres();
    second = await startOnPostgres();
  });

  const setHard = (hard: object | null, api = first.api) =>
    api.put('/quota').send({ hard }).expect(200);

  const readQuota = async (api: ApiCaller = first.api) =>
    (await api.get('/quota').expect(200)).body;

  const removeAll = async () => {
    await setHard(null);
    for (const { id } of await first.models.list()) {
      await first.api.delete(`/${id}`).expect(204);
      await first.models.waitUntilGone(id);
    }
  };

  /** Two ask for the last GPU at once, again and again. */
  async function seeOneWin(backends: [Backend, Backend], prefix: string) {
    for (let round = 0; round < ROUNDS; round++) {
      await setHard({ gpus: round + 1 }, backends[0].api);
      const answers = await Promise.all(
        backends.map(({ models }, index) =>
          models.post(`${prefix}-${round}-${index}`, withGpus(1)),
        ),
      );
      const [won, lost] = answers.sort((a, b) => a.status - b.status);
      expect([round, won.status, lost.status]).toEqual([round, 201, 400]);
      expect(lost.body.error).toMatchObject({
        code: 'QuotaExceeded',
        details: [
          {
            resource: 'gpus',
            hard: `${round + 1}`,
            used: `${round + 1}`,
            wanted: '1',
            source: 'override',
          },
        ],
      });
      const { used } = await readQuota(backends[1].api);
      expect(used).toMatchObject({ models: round + 1, gpus: round + 1 });
    }
  }

  it('give the last GPU to one of two backends on one PostgreSQL', async () => {
    await seeOneWin([first, second], 'raced');
    await removeAll();
  });

  it('let one of two starts take what is left', async () => {
    const stopped = { ...withGpus(2), desired_state: 'stopped' };
    const ids = [
      await first.models.create('start-0', stopped),
      await second.models.create('start-1', stopped),
    ];
    await setHard({ gpus: 3 });
    const answers = await Promise.all(
      [first, second].map(({ api }, index) =>
        api.put(`/${ids[index]}`).send({ desired_state: 'running' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await readQuota()).used).toMatchObject({ models: 2, gpus: 2 });
    await removeAll();
  });

  it('refuse in plain words whatever takes more, and nothing else', async () => {
    const { api, models } = first;
    await setHard({ models: 2, gpus: 4, gpus_by_type: { 'nvidia h100': 2 } });
    const bound = {
      requirements: { ...SMALL, gpu: { gpu_type: 'H100' } },
      deployment_config: { gpu_count: 2 },
    };
    const planned = await api
      .post('/?dry_run=true')
      .send({
        name: 'one',
        model_type: 'chat',
        huggingface_id: 'a/b',
        ...bound,
      })
      .expect(200);
    expect(planned.body.quota).toEqual([
      expect.objectContaining({ resource: 'models', hard: '2', wanted: '1' }),
      expect.objectContaining({ resource: 'gpus', hard: '4', wanted: '2' }),
      {
        resource: 'gpus_by_type.nvidia h100',
        hard: '2',
        used: '0',
        wanted: '2',
        source: 'override',
      },
    ]);
    const one = await models.create('one', bound);

    // Without a type it may land on any, H100 included
    const anywhere = await models.post('two', withGpus(1)).expect(400);
    expect(anywhere.body.error).toMatchObject({
      code: 'QuotaExceeded',
      message: expect.stringMatching(
        /may use 2 GPUs of type nvidia h100: its other models come to 2, and this one to 1\..*ask an administrator/,
      ),
      details: [
        expect.objectContaining({ resource: 'gpus_by_type.nvidia h100' }),
      ],
    });
    const l4 = { requirements: { ...SMALL, gpu: { gpu_type: 'L4' } } };
    const two = await models.create('two', { ...withGpus(1), ...l4 });
    const third = await models.post('three', { desired_state: 'stopped' });
    expect(third.body.error.details).toEqual([
      expect.objectContaining({ resource: 'models', used: '2', wanted: '1' }),
    ]);

    // The maximum of an autoscaler counts, on a dry run too
    const larger = {
      deployment_config: {
        enable_autoscaling: true,
        autoscaling_config: { max_replicas: 3 },
      },
    };
    for (const query of ['?dry_run=true', '']) {
      const { body } = await api.put(`/${two}${query}`).send(larger);
      expect(body.error?.details).toEqual([
        expect.objectContaining({ resource: 'gpus', used: '2', wanted: '3' }),
      ]);
    }

    await setHard({ models: 0, gpus: 1 });
    const change = (body: object, status: number) =>
      api.put(`/${one}`).send(body).expect(status);
    await change({ description: 'no more than before' }, 200);
    await change({ deployment_config: { max_model_len: 1024 } }, 200);
    await change({ deployment_config: { gpu_count: 1 } }, 200);
    await change({ deployment_config: { gpu_count: 2 } }, 400);
    await change({ desired_state: 'stopped' }, 200);
    await change({ desired_state: 'running' }, 400);
    await removeAll();
  });

  it('are shown, and set for other organizations by administrators only', async () => {
    const { api, models, portal } = first;
    await models.create('shown', withGpus(1));
    await setHard({ gpus: 2, memory: '1Ti' });
    const quota = {
      organization_id: 'group:default/acme',
      hard: { gpus: 2, memory: '1Ti' },
      used: { models: 1, gpus: 1, cpu: '100m', memory: '1Gi' },
      source: 'override',
    };
    expect(await readQuota(second.api)).toEqual(quota);
    const status = await api.get('/status').expect(200);
    expect(status.body.cluster_status.quota).toEqual(quota);

    const globex = { 'X-Organization': 'globex' };
    const admin = portal.as('acme-admin');
    const all = await admin.get('/status').set('X-Organization', '*');
    expect(all.body.cluster_status.quota).toBeUndefined();
    await admin.put('/quota').set(globex).send({ hard: {} }).expect(200);
    const { body } = await portal.as('globex-engineer').get('/quota');
    expect(body).toMatchObject({ hard: {}, source: 'override' });
    await api.put('/quota').set(globex).send({ hard: {} }).expect(403);
    await api.get('/quota').set(globex).expect(403);
    // Models of others stay out of reach
    await admin.get('/').set(globex).expect(403);
    for (const [name, field] of [
      ['*', 'X-Organization'],
      ['acme-engineering', 'X-Organization'],
    ]) {
      const refused = await admin
        .put('/quota')
        .set('X-Organization', name)
        .send({ hard: {} })
        .expect(400);
      expect(refused.body.error.details[0].field).toBe(field);
    }
    await removeAll();
  });

  it('come from config where no administrator says otherwise', async () => {
    const { portal } = await start({
      knex: pools[0],
      config: {
        ...ADMINISTRATORS,
        controller: { enabled: false },
        quota: {
          default: { gpus: 1 },
          organizations: { acme: { gpus: 3 } },
        },
      },
    });
    const api = portal.as('acme-engineer');
    const sourceOf = async (caller: ApiCaller) => {
      const { hard, source } = await readQuota(caller);
      return [source, hard.gpus];
    };
    expect(await sourceOf(api)).toEqual(['config', 3]);
    await setHard({ gpus: 7 }, api);
    expect(await sourceOf(api)).toEqual(['override', 7]);
    await setHard(null, api);
    expect(await sourceOf(api)).toEqual(['config', 3]);
    const globex = portal.as('globex-engineer');
    await setHard(null, globex);
    expect(await sourceOf(globex)).toEqual(['default', 1]);
    expect(await sourceOf(second.portal.as('globex-engineer'))).toEqual([
      'unlimited',
      undefined,
    ]);
  });

  it('of a namespace credit the pods that are replaced', async () => {
    const { api, models } = first;
    const kubectl = (...args: string[]) =>
      cluster.kubectl(['-n', 'models', ...args]);
    await kubectl(
      'create',
      'quota',
      'tight',
      '--hard=requests.nvidia.com/gpu=2',
    );
    const id = await models.create('tight', withGpus(2));
    await models.waitForStatus(id, 'running');
    const change = { deployment_config: { max_model_len: 2048 } };
    const plan = await waitFor('the pods to be seen in the quota', async () => {
      const { body } = await api.put(`/${id}?dry_run=true`).send(change);
      return body.quota?.length > 0 && body;
    });
    expect(plan).toMatchObject({
      restarts: { pods: 1 },
      quota: [
        {
          resource: 'requests.nvidia.com/gpu',
          hard: '2',
          used: '0',
          wanted: '2',
          source: 'ResourceQuota models/tight',
        },
      ],
    });
    await api.put(`/${id}`).send(change).expect(200);
    await models.waitForModel(
      id,
      'rolled over',
      ({ status, observed_generation }) =>
        status === 'running' && observed_generation === 2,
    );
    const refusal = {
      code: 'QuotaExceeded',
      details: [
        expect.objectContaining({
          resource: 'requests.nvidia.com/gpu',
          hard: '2',
          source: 'ResourceQuota models/tight',
        }),
      ],
    };
    const more = { deployment_config: { gpu_count: 3 } };
    const updated = await api.put(`/${id}?dry_run=true`).send(more);
    expect(updated.body.error).toMatchObject(refusal);
    const created = await models.post('beside', withGpus(1)).expect(400);
    expect(created.body.error).toMatchObject(refusal);
    await kubectl('delete', 'quota', 'tight');
    await removeAll();
  });

  it('count what the cluster adds to every pod', async () => {
    const { api, models } = first;
    const policy = sidecarPolicy({
      matches:
        'object.metadata.?labels["model.aibrix.ai/name"].orValue("").startsWith("meshed")',
      cpu: '"200m"',
      memory: '"1Gi"',
    });
    await cluster.kubectl(['apply', '-f', '-'], {
      input: JSON.stringify(policy),
    });
    const meshed = {
      requirements: SMALL,
      deployment_config: { gpu_count: 0, replicas: 2 },
    };
    await setHard({ cpu: '500m', memory: '8Gi' });
    const refused = await waitFor('the sidecar to be counted', async () => {
      const { body } = await api.post('/?dry_run=true').send({
        ...{ name: 'meshed', model_type: 'chat', huggingface_id: 'a/b' },
        ...meshed,
      });
      return body.error && body;
    });
    expect(refused.error).toMatchObject({
      code: 'QuotaExceeded',
      details: [{ resource: 'cpu', hard: '500m', used: '0', wanted: '600m' }],
    });
    await models.post('meshed', meshed).expect(400);

    await setHard({ cpu: '1', memory: '8Gi' });
    const id = await models.create('meshed', meshed);
    expect((await readQuota()).used).toMatchObject({ cpu: '600m' });
    // what changes no pod changes no count; what is made again counts again
    const change = (body: object, status: number) =>
      api.put(`/${id}`).send(body).expect(status);
    await change({ description: 'as before' }, 200);
    await change({ desired_state: 'stopped' }, 200);
    expect((await readQuota()).used).toMatchObject({ cpu: '0' });
    await setHard({ cpu: '500m' });
    await change({ desired_state: 'running' }, 400);
    await setHard({ cpu: '600m' });
    await change({ desired_state: 'running' }, 200);
    const more = { deployment_config: { replicas: 3 } };
    const grown = await change(more, 400);
    expect(grown.body.error.details).toEqual([
      expect.objectContaining({ resource: 'cpu', wanted: '900m' }),
    ]);
    await cluster.kubectl(['delete', '-f', '-'], {
      input: JSON.stringify(policy),
    });
    await setHard({ cpu: '200m' });
    const other = { deployment_config: { max_model_len: 2048 } };
    await waitFor('what it asks for itself to count again', async () => {
      const { body } = await api.put(`/${id}?dry_run=true`).send(other);
      return body.quota?.[0].wanted === '200m';
    });
    await change(other, 200);
    expect((await readQuota()).used).toMatchObject({ cpu: '200m' });
    await removeAll();
  });

  it('give the last GPU to one of two requests on SQLite', async () => {
    const lite = await start({
      config: {
        installationId: 'lite',
        clusters: [
          {
            name: 'test',
            kubeconfig: { file: cluster.kubeconfig },
            namespace: 'lite',
          },
        ],
      },
    });
    await seeOneWin([lite, lite], 'lite');
  });
});
