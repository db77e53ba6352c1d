import { databases } from '../../__testUtils__/databases';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';

const POLICY = {
  default: {
    images: { allowed: ['docker.io/vllm'] },
    limits: { gpusPerReplica: 4 },
    tags: { required: ['cost-center:*'], reason: 'GPUs are paid for' },
  },
  organizations: { globex: { tags: { required: [] } } },
};

const BODY = {
  name: 'qwen3',
  model_type: 'chat',
  huggingface_id: 'Qwen/Qwen3-8B',
  deployment_config: { image: 'evil/x', gpu_count: 8 },
};

/** Accepted before there was a policy. */
const OLD = buildStoredModel({
  id: 'mdl_old0000000000000',
  status: 'running',
  spec: {
    huggingface_id: 'Qwen/Qwen3-8B',
    deployment_config: { image: 'evil/x' },
  },
});
const OLD_AND_STOPPED = buildStoredModel({
  id: 'mdl_stopped000000000',
  spec: { ...OLD.spec, name: 'old-stopped', desired_state: 'stopped' },
});

describe('the policy of the platform team, over HTTP', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    const stores = await openStores(knex);
    await insertModel(stores, OLD);
    await insertModel(stores, OLD_AND_STOPPED);
    portal = await startPortal({ knex, config: { policy: POLICY } });
  });

  afterAll(() => portal?.stop());

  it.each(['/', '/?dry_run=true'])(
    'refuses POST %s with every problem, before there is a cluster to ask',
    async path => {
      const { body } = await portal
        .as('acme-engineer')
        .post(path)
        .send(BODY)
        .expect(400);
      expect(body.error).toMatchObject({
        code: 'InvalidRequest',
        details: [
          {
            field: 'tags',
            message:
              "must have one that begins with cost-center: (the platform's policy: GPUs are paid for)",
          },
          { field: 'deployment_config.gpu_count' },
          { field: 'deployment_config.image' },
        ],
      });
    },
  );

  it('holds each organization to its own', async () => {
    const { body } = await portal
      .as('globex-engineer')
      .post('/')
      .send(BODY)
      .expect(400);
    const fields = body.error.details.map(
      ({ field }: { field: string }) => field,
    );
    expect(fields).toEqual([
      'deployment_config.gpu_count',
      'deployment_config.image',
    ]);
  });

  it('lets through what it allows', async () => {
    const { body } = await portal
      .as('globex-engineer')
      .post('/')
      .send({ ...BODY, deployment_config: { gpu_count: 4 } })
      .expect(403);
    expect(body.error.code).toBe('NotInKubernetes');
  });

  it('does not start with a default that it refuses', async () => {
    await expect(
      startPortal({
        config: { policy: { default: { images: { requireDigest: true } } } },
      }),
    ).rejects.toThrow('against the default image');
  });

  describe('for a model that was accepted before', () => {
    const put = (fields: object, query = '', { id } = OLD) =>
      portal.as('acme-engineer').put(`/${id}${query}`).send(fields);

    it.each([
      { display_name: 'Old', description: 'x', is_public: false },
      { tags: ['cost-center:1'] },
      { desired_state: 'stopped' },
    ])('accepts %j', async fields => {
      await put(fields).expect(200);
    });

    it('refuses tags that it would not take from a new one', async () => {
      const { body } = await put({ tags: ['x'] }).expect(400);
      expect(body.error.details).toEqual([
        { field: 'tags', message: expect.stringContaining('cost-center:') },
      ]);
    });

    it.each<[object, string, typeof OLD]>([
      [{ deployment_config: { max_model_len: 4096 } }, '', OLD],
      [{ deployment_config: { max_model_len: 4096 } }, '?dry_run=true', OLD],
      [{ restart: true }, '', OLD],
      [{ desired_state: 'running' }, '', OLD_AND_STOPPED],
    ])(
      'names what else has to change with %j%s',
      async (fields, query, model) => {
        const { body } = await put(fields, query, model).expect(400);
        expect(
          body.error.details.map(({ field }: { field: string }) => field),
        ).toContain('deployment_config.image');
      },
    );

    it('lets through a change that mends it', async () => {
      const { body } = await put({
        tags: ['cost-center:1'],
        deployment_config: { image: null, max_model_len: 4096 },
      }).expect(403);
      expect(body.error.code).toBe('NotInKubernetes');
    });

    it('lets it be deleted', async () => {
      await portal.as('acme-engineer').delete(`/${OLD.id}`).expect(204);
    });
  });
});
