import { startPortal, type TestPortal } from './__testUtils__/startPortal';

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

describe('the policy of the platform team, over HTTP', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({ config: { policy: POLICY } });
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
});
