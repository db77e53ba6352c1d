import {
  type Hub,
  startHub,
  useCluster,
  waitFor,
} from '@orgmodels/dev-cluster';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import {
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const USABLE_BY = 'organization-models.backstage.io/usable-by';
const GATED = 'meta-llama/Llama-3.1-8B-Instruct';
const TOKEN = 'hf_dev_validForTestsAlone1';

describe('secrets', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  let hub: Hub;
  let knex: Knex;
  let portal: TestPortal;

  const start = (config: JsonObject = {}) =>
    startPortal({
      kubeconfig: cluster.kubeconfig,
      knex,
      config: { hub: { url: hub.url }, ...config },
    });

  beforeAll(async () => {
    hub = await startHub();
    knex = await databases.init('SQLITE_3');
    portal = await start();
    await models.waitUntilReady();
  });

  afterAll(async () => {
    await portal?.stop();
    await hub?.stop();
  });

  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', 'models', ...args]);

  const get = async (...args: string[]) =>
    JSON.parse(await kubectl('get', ...args, '-o', 'json'));

  const createSecret = async (name: string, usableBy?: string) => {
    const literal = `--from-literal=token=${TOKEN}`;
    await kubectl('create', 'secret', 'generic', name, literal);
    if (usableBy) {
      await kubectl('label', 'secret', name, `${USABLE_BY}=${usableBy}`);
    }
  };

  const readToken = async (secret: string) => {
    const { data } = await get('secret', secret);
    return Buffer.from(data.token, 'base64').toString();
  };

  const naming = (name: string) => ({
    deployment_config: { gpu_count: 0, hugging_face_token_secret: { name } },
  });

  describe('that a model names', () => {
    const refuse = async (secret: string) => {
      const { body } = await models.post('refused', naming(secret)).expect(400);
      expect(body.error.details).toEqual([
        {
          field: 'deployment_config.hugging_face_token_secret.name',
          message: expect.any(String),
        },
      ]);
      return body.error.details[0].message.replace(secret, 'SECRET');
    };

    it('are refused in the same words, whether they are there or not', async () => {
      await createSecret('unlabelled');
      await createSecret('of-others', 'group.default.globex');
      await models.create('with-token', {
        deployment_config: { gpu_count: 0, hugging_face_token: TOKEN },
      });
      const owned = 'with-token-hugging-face-token';
      await kubectl(
        'label',
        'secret',
        owned,
        `${USABLE_BY}=every-organization`,
      );
      const messages = [
        await refuse('missing'),
        await refuse('unlabelled'),
        await refuse('of-others'),
        await refuse(owned),
      ];
      expect(new Set(messages).size).toBe(1);
      expect(messages[0]).toContain(
        'kubectl label secret SECRET -n models organization-models.backstage.io/usable-by=group.default.acme',
      );
    });

    it('are used once their owner lets by whom they are for', async () => {
      await createSecret('shared', 'group.default.acme');
      await createSecret('for-all', 'every-organization');
      await models
        .post('dry', naming('for-all'))
        .query({ dry_run: true })
        .expect(200);
      const id = await models.createRunning('named', naming('shared'));
      const { spec } = await get('deployment', 'named');
      expect(spec.template.spec.initContainers[0].env).toContainEqual({
        name: 'HF_TOKEN',
        valueFrom: { secretKeyRef: { name: 'shared', key: 'token' } },
      });

      // Taken back: what runs goes on, and no new pods are made
      await kubectl('label', 'secret', 'shared', `${USABLE_BY}-`);
      const restarted = await portal
        .as('acme-engineer')
        .put(`/${id}`)
        .send({ restart: true });
      expect(restarted.status).toBe(400);
      await portal
        .as('acme-engineer')
        .put(`/${id}`)
        .send({ display_name: 'Named' })
        .expect(200);
      await models.waitForStatus(id, 'running');
      await kubectl('delete', 'deployment', 'named');
      const stuck = await models.waitForModel(
        id,
        'without its Secret',
        ({ status_reason }) => status_reason?.code === 'TokenSecretNotShared',
      );
      expect(stuck.status_reason!.message).toContain('kubectl label secret');
      await expect(get('deployment', 'named')).rejects.toThrow('not found');

      await kubectl(
        'label',
        'secret',
        'shared',
        `${USABLE_BY}=group.default.acme`,
      );
      await portal
        .as('acme-engineer')
        .put(`/${id}`)
        .send({ description: 'looked at again' })
        .expect(200);
      await models.waitForStatus(id, 'running');
    });
  });

  describe('of a model', () => {
    const put = (id: string, fields: object) =>
      portal.as('acme-engineer').put(`/${id}`).send(fields);
    const withToken = (hugging_face_token: string) => ({
      deployment_config: { hugging_face_token },
    });
    const podsOf = async (id: string) => {
      const { body } = await portal.as('acme-engineer').get(`/${id}/pods`);
      return body.pods.map(({ name }: { name: string }) => name);
    };

    it('are changed without a restart, unless it is asked for', async () => {
      const secret = 'rotated-hugging-face-token';
      const id = await models.createRunning('rotated', {
        huggingface_id: GATED,
        deployment_config: { gpu_count: 0, hugging_face_token: TOKEN },
      });
      const before = await podsOf(id);
      const { metadata } = await get('deployment', 'rotated');

      await put(id, withToken(`${TOKEN}2`)).expect(200);
      expect(await readToken(secret)).toBe(`${TOKEN}2`);
      await models.waitForModel(
        id,
        'looked at',
        model => model.observed_generation === 2,
      );
      expect(await podsOf(id)).toEqual(before);
      const after = await get('deployment', 'rotated');
      expect(after.metadata.generation).toBe(metadata.generation);

      const wrong = await put(id, withToken('hf_dev_nobodyKnowsThis1')).expect(
        400,
      );
      expect(wrong.body.error.details[0].field).toBe(
        'deployment_config.hugging_face_token',
      );
      expect(await readToken(secret)).toBe(`${TOKEN}2`);

      await put(id, { ...withToken(`${TOKEN}3`), restart: true }).expect(200);
      await waitFor('another pod', async () => {
        const [name, ...others] = await podsOf(id);
        return others.length === 0 && name && name !== before[0];
      });
      expect(await readToken(secret)).toBe(`${TOKEN}3`);
    });
  });

  it('of a model go when it has none of its own, and come back when a change is not stored', async () => {
    const secret = 'revoked-hugging-face-token';
    const id = await models.createRunning('revoked', {
      deployment_config: { gpu_count: 0, hugging_face_token: TOKEN },
    });
    const put = (deployment_config: object) =>
      portal.as('acme-engineer').put(`/${id}`).send({ deployment_config });

    // As a database that goes away right after the Secret was written
    await knex.raw(
      "create trigger refuse before insert on model_generations begin select raise(abort, 'no more'); end",
    );
    await put({ hugging_face_token: `${TOKEN}2` }).expect(500);
    await knex.raw('drop trigger refuse');
    expect(await readToken(secret)).toBe(TOKEN);

    await createSecret('instead', 'group.default.acme');
    await put({
      hugging_face_token: null,
      hugging_face_token_secret: { name: 'instead' },
    }).expect(200);
    await waitFor('the Secret to be gone', () =>
      get('secret', secret).then(
        () => false,
        () => true,
      ),
    );
  });

  describe('of an organization', () => {
    const put = (name: string, value: string, user: TestUser) =>
      portal.as(user).put(`/tokens/${name}`).send({ value });
    const list = async (user: TestUser) => {
      const { body } = await portal.as(user).get('/tokens').expect(200);
      return body.tokens;
    };

    it('are named by its models, and by those of nobody else', async () => {
      await put('gated', TOKEN, 'acme-engineer').expect(200);
      await put('gated', `${TOKEN}Globex`, 'globex-engineer').expect(200);
      await put('gated', `${TOKEN}Newer`, 'acme-admin').expect(200);
      expect(await list('acme-engineer')).toEqual([
        {
          name: 'gated',
          updated_by: 'user:default/acme-admin',
          updated_at: expect.any(String),
          clusters: ['test'],
        },
      ]);

      const id = await models.createRunning('by-name', naming('gated'));
      const { spec } = await get('deployment', 'by-name');
      const { secretKeyRef } = spec.template.spec.initContainers[0].env.find(
        (variable: { name: string }) => variable.name === 'HF_TOKEN',
      ).valueFrom;
      expect(await readToken(secretKeyRef.name)).toBe(`${TOKEN}Newer`);
      const { body } = await new ModelsDriver(() =>
        portal.as('globex-engineer'),
      )
        .post('of-others', naming(secretKeyRef.name))
        .expect(400);
      expect(body.error.details[0].field).toContain('token_secret.name');

      await portal.as('acme-engineer').delete('/tokens/gated').expect(204);
      expect(await list('acme-engineer')).toEqual([]);
      expect(await list('globex-engineer')).toHaveLength(1);
      await models.post('too-late', naming('gated')).expect(400);
      await models.waitForStatus(id, 'running');
    });
  });

  describe('that a hub wants', () => {
    const gated = { huggingface_id: GATED };
    it('are asked for before anything is held', async () => {
      const { body } = await models
        .post('gated', gated)
        .query({ dry_run: true })
        .expect(400);
      expect(body.error.details).toEqual([
        {
          field: 'huggingface_id',
          message: expect.stringContaining('is gated'),
        },
      ]);
    });

    it('are no matter of a hub that is away, or of none', async () => {
      const mirror = await startHub();
      const beside = await start({
        hub: { url: `${mirror.url}/` },
        controller: { enabled: false },
      });
      const planBeside = (name: string) =>
        beside
          .as('acme-engineer')
          .post('/?dry_run=true')
          .send({ name, model_type: 'chat', ...gated });
      await planBeside('at-a-mirror').expect(400);
      await mirror.stop();
      const away = await planBeside('away').expect(200);
      expect(
        away.body.warnings.map(({ code }: { code: string }) => code),
      ).toContain('HubUnavailable');
      await beside.stop();

      const without = await start({
        hub: { enabled: false },
        controller: { enabled: false },
      });
      await without
        .as('acme-engineer')
        .post('/?dry_run=true')
        .send({ name: 'without', model_type: 'chat', ...gated })
        .expect(200);
      await without.stop();
    });
  });
});
