import {
  type RunningServer,
  startRegistry,
  useCluster,
  waitFor,
} from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { RegistryPusher } from '../../registry/__testUtils__/RegistryPusher';
import {
  AUTHORIZATION,
  HTPASSWD,
  REGISTRY_USER,
} from '../../registry/__testUtils__/registryUser';

jest.setTimeout(120_000);

/** As images name it. */
const HOST = 'harbor.acme.io';

describe('a change of config', () => {
  let knex: Knex;
  let registry: RunningServer;
  let portal: TestPortal;
  // Before its cluster is
  afterAll(async () => {
    await portal?.stop();
    await registry?.stop();
  });

  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));

  const start = async (value: string) => {
    await portal?.stop();
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      knex,
      config: {
        registries: {
          ask: [{ host: HOST, url: registry.url, ...REGISTRY_USER }],
        },
        clusters: [
          {
            name: 'test',
            kubeconfig: { file: cluster.kubeconfig },
            namespace: 'models',
            pods: { env: { HTTPS_PROXY: value }, labels: { team: value } },
          },
        ],
      },
    });
    await models.waitUntilReady();
  };

  const readDeployment = async () =>
    JSON.parse(
      await cluster.kubectl([
        ...['-n', 'models', 'get', 'deployment', 'steady', '-o', 'json'],
      ]),
    );

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    registry = await startRegistry({
      auth: { by: 'password', htpasswd: HTPASSWD },
    });
    await start('old');
  });

  it('restarts nothing until it is taken in', async () => {
    const id = await models.createRunning('steady');
    const before = await readDeployment();
    // As a version stored it that did not know of settings
    for (const table of ['models', 'model_generations']) {
      const { resolved } = await knex(table).first();
      const { platform, ...older } = JSON.parse(resolved);
      expect(platform.pods.labels).toEqual({ team: 'old' });
      await knex(table).update({ resolved: JSON.stringify(older) });
    }
    await start('old');
    await start('new');
    // Looked at, with a change that makes no pods anew
    const api = portal.as('acme-engineer');
    await api.put(`/${id}`).send({ display_name: 'Steady' }).expect(200);
    await models.waitForModel(
      id,
      'looked at',
      model => model.observed_generation === 2,
    );
    const after = await readDeployment();
    expect(after.metadata.generation).toBe(before.metadata.generation);
    expect(after.spec.template).toEqual(before.spec.template);

    const { body: plan } = await api
      .post(`/${id}/refresh?dry_run=true`)
      .expect(200);
    expect(plan.restarts.pods).toBe(1);
    expect(JSON.stringify(plan.restarts.why)).toContain('team');
    await api
      .post(`/${id}/refresh`)
      .send({ plan_hash: 'another plan' })
      .expect(409);
    await api.post(`/${id}/refresh`).set('If-Match', '"1"').expect(412);
    const { body } = await api
      .post(`/${id}/refresh`)
      .send({ plan_hash: plan.plan_hash })
      .expect(200);
    expect(body.model.generation).toBe(3);
    await waitFor('new pods', async () => {
      const { spec } = await readDeployment();
      return spec.template.metadata.labels.team === 'new';
    });
    const [entry] = (await models.readHistory(id)).filter(
      ({ code }) => code === 'Refreshed',
    );
    expect(JSON.stringify(entry)).not.toContain('old');

    const again = await api.post(`/${id}/refresh`).expect(200);
    expect(again.body.model.generation).toBe(3);
  });

  it('has registries say what images are', async () => {
    const pusher = new RegistryPusher({
      url: registry.url,
      repository: 'ai/llm',
      authorization: AUTHORIZATION,
      family: 'oci',
    });
    await pusher.pushImage(
      {
        architecture: 'amd64',
        os: 'linux',
        config: { Env: ['VLLM_VERSION=0.11.2'] },
      },
      'stable',
    );
    const plan = async (image: string) => {
      const { body } = await portal
        .as('acme-engineer')
        .post('/?dry_run=true')
        .send({
          name: 'asked',
          model_type: 'chat',
          huggingface_id: 'Qwen/Qwen3-0.6B',
          deployment_config: { image, gpu_count: 0 },
        })
        .expect(200);
      return body.warnings
        .filter(({ field }: any) => field === 'deployment_config.image')
        .map(({ code, message }: any) => `${code} ${message}`);
    };
    const known = await plan(`${HOST}/ai/llm:stable`);
    expect(known).not.toContainEqual(
      expect.stringMatching(/EngineVersionAssumed|ImageNotSeen/),
    );
    const unknown = await plan(`${HOST}/ai/llm:nope`);
    expect(unknown).toContainEqual(
      expect.stringMatching(/^ImageNotSeen .*harbor.acme.io has no such image/),
    );
    expect(unknown).toContainEqual(
      expect.stringMatching(/^EngineVersionAssumed /),
    );
  });
});
