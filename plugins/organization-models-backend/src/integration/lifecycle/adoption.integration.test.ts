import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { databases } from '../../__testUtils__/databases';
import { conditionOf, ModelsDriver } from '../../__testUtils__/ModelsDriver';
import {
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';

jest.setTimeout(180_000);

const PLACE = { cluster: 'test', namespace: 'models' };
const TOKEN = 'hf_AdoptedTokenOfTheTest';

describe('a workload that is there', () => {
  let portal: TestPortal;
  // Before its cluster is
  afterAll(() => portal?.stop());

  const cluster = useCluster({ crds: ['aibrix', 'prometheusOperator'] });
  const api = (user: TestUser = 'acme-engineer') => portal.as(user);
  const models = new ModelsDriver(() => api());

  /** A portal that has never seen the cluster. */
  const startAnew = async (installationId = 'test-portal') => {
    await portal?.stop();
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      knex: await databases.init('SQLITE_3'),
      config: { administrators: ['platform-team'], installationId },
    });
    await models.waitUntilReady();
  };

  const kubectl = async (...args: string[]) =>
    JSON.parse(await cluster.kubectl(['-n', 'models', ...args, '-o', 'json']));
  const readDeployment = (name: string) => kubectl('get', 'deployment', name);
  const podsOf = async (name: string) => {
    const { items } = await kubectl(
      ...['get', 'pods', '-l', `model.aibrix.ai/name=${name}`],
    );
    return items.map(({ metadata }: any) => metadata.uid).sort();
  };
  const adopt = (body: object, user?: TestUser, query = '') =>
    api(user)
      .post(`/adopt${query}`)
      .set('X-Organization', 'acme')
      .send({ ...PLACE, ...body });

  beforeAll(() => startAnew());

  describe('that the portal made, when the database is lost', () => {
    const seeThatItMayBeAlive = async (name: string) => {
      await adopt({ name }).expect(403);
      const { body } = await adopt({ name }, 'acme-admin').expect(409);
      expect(body.error).toMatchObject({
        code: 'NotAdoptable',
        details: { reason: 'OtherInstallation' },
        message: expect.stringContaining('test-portal'),
      });
    };
    const seeThatItIsNotTheirs = (name: string) =>
      portal
        .as('globex-engineer')
        .post('/adopt')
        .send({ ...PLACE, name })
        .expect(403);

    it.each([
      ['with its installation id in config', 'test-portal', {}],
      ['as another installation', 'new-portal', { isOther: true }],
    ])('is a model again, %s, without a restart', async (_, id, how: any) => {
      await startAnew();
      const names = [`lost-${id}`, `lost-scaled-${id}`];
      const before = {
        plain: await models.createRunning(names[0], {
          description: 'Of the first database',
          deployment_config: {
            gpu_count: 0,
            replicas: 2,
            hugging_face_token: TOKEN,
          },
        }),
        scaled: await models.createRunning(names[1], {
          deployment_config: {
            gpu_count: 0,
            enable_autoscaling: true,
            autoscaling_config: { max_replicas: 2 },
          },
        }),
      };
      const shown = await models.read(before.plain);
      const deployments = await Promise.all(names.map(readDeployment));
      const pods = await Promise.all(names.map(podsOf));

      await startAnew(id);
      expect(await models.list()).toEqual([]);
      const offered = await waitFor('both in /all', async () => {
        const { body } = await api('acme-engineer').get('/all').expect(200);
        const found = body.models.filter(({ name }: any) =>
          names.includes(name),
        );
        expect(found).toHaveLength(2);
        return found;
      });
      expect(offered[0]).toMatchObject({
        is_managed: false,
        kind: 'Deployment',
      });
      const user = how.isOther ? 'acme-admin' : 'acme-engineer';
      await (how.isOther ? seeThatItMayBeAlive : seeThatItIsNotTheirs)(
        names[0],
      );
      for (const name of names) {
        const body = {
          name,
          ...(how.isOther ? { from_installation: 'test-portal' } : {}),
        };
        const { body: plan } = await adopt(body, user, '?dry_run=true').expect(
          200,
        );
        expect(plan.restarts).toEqual({ pods: 0, why: [] });
        const plannedAgain = await adopt(body, user, '?dry_run=true');
        expect(plannedAgain.body.plan_hash).toBe(plan.plan_hash);
        await adopt({ ...body, plan_hash: 'another' }, user).expect(409);
        await adopt({ ...body, plan_hash: plan.plan_hash }, user).expect(201);
        await adopt(body, user).expect(404);
      }
      const again = await models.list();
      expect(again.map(model => model.id).sort()).toEqual(
        Object.values(before).sort(),
      );
      for (const [index, name] of names.entries()) {
        const modelId = Object.values(before)[index];
        const model = await models.waitForStatus(modelId, 'running');
        expect(model.observed_generation).toBe(1);
        const after = await readDeployment(name);
        expect(after.metadata.uid).toBe(deployments[index].metadata.uid);
        expect(after.spec).toEqual(deployments[index].spec);
        expect(await podsOf(name)).toEqual(pods[index]);
        expect(
          after.metadata.labels[
            'organization-models.backstage.io/installation-id'
          ],
        ).toBe(id);
        const { body } = await api().get(`/${modelId}/pods`).expect(200);
        expect(body.pods).toHaveLength(pods[index].length);
      }
      const { updated_at: _u, created_at: _c, ...same } = shown;
      expect(await models.read(before.plain)).toMatchObject({
        description: same.description,
        created_by: same.created_by,
        deployment_config: same.deployment_config,
      });
      const [entry] = (await models.readHistory(before.plain)).filter(
        ({ code }) => code === 'Adopted',
      );
      expect(entry.message).toContain('without a restart');
      for (const modelId of Object.values(before)) {
        await api().delete(`/${modelId}`).expect(204);
        await models.waitUntilGone(modelId, 60_000);
      }
      const left = await kubectl(
        ...['get', 'deploy,svc,secret,pvc,pods'],
        ...['-l', 'organization-models.backstage.io/model-id'],
      );
      expect(left.items).toEqual([]);
    });
  });

  describe('that is a model', () => {
    let id: string;
    const NAME = 'steady';

    beforeAll(async () => {
      await startAnew();
      id = await models.createRunning(NAME);
    });

    it('is left alone while somebody works on it, and set back after that', async () => {
      const scale = (count: number) =>
        cluster.kubectl([
          ...['-n', 'models', 'scale', 'deployment', NAME],
          `--replicas=${count}`,
        ]);
      const pause = (body: object) =>
        api().post(`/${id}/pause-healing`).send(body);
      for (const [body, field] of [
        [{}, 'until'],
        [{ for: '25h' }, 'for'],
        [{ for: '1h', until: null }, 'until'],
        [{ until: 'tomorrow' }, 'until'],
        [{ until: '2999-01-01T00:00:00Z' }, 'until'],
      ] as const) {
        const { body: refused } = await pause(body).expect(400);
        expect(refused.error.details[0].field).toBe(field);
      }
      const { body } = await pause({ for: '2h' }).expect(200);
      const { healing_paused_until: until } = body.model;
      expect(Date.parse(until) - Date.now()).toBeGreaterThan(7_000_000);
      await scale(2);
      await cluster.kubectl(['-n', 'models', 'delete', 'service', NAME]);
      await models.waitForModel(id, 'told of what differs', model => {
        const {
          status,
          reason,
          message = '',
        } = conditionOf(model, 'Healing') ?? {};
        return (
          status === 'False' &&
          reason === 'Paused' &&
          message.includes(until) &&
          message.includes(`Service ${NAME} is deleted`) &&
          message.includes('replicas are changed')
        );
      });
      expect((await readDeployment(NAME)).spec.replicas).toBe(2);
      // What another put in place of ours is no reason to refuse a change
      await cluster.kubectl([
        ...['-n', 'models', 'patch', 'deployment', NAME, '--type=json', '-p'],
        JSON.stringify([
          {
            op: 'replace',
            path: '/spec/template/spec/containers/0/lifecycle/preStop',
            value: { exec: { command: ['true'] } },
          },
        ]),
      ]);
      const planChange = () =>
        api()
          .put(`/${id}?dry_run=true`)
          .send({ deployment_config: { initial_delay_seconds: 2_000 } })
          .expect(200);
      const { body: plan } = await planChange();
      expect(plan.restarts.pods).toBeGreaterThan(0);
      // Nor is that its controller writes its status at the same time
      for (const replicas of [3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2]) {
        await scale(replicas);
        await planChange();
      }
      // It ends by itself
      const soon = new Date(Date.now() + 3_000).toISOString();
      await pause({ until: soon }).expect(200);
      await waitFor('the Service to be there again', () =>
        kubectl('get', 'service', NAME),
      );
      expect(Date.now()).toBeGreaterThan(Date.parse(soon));
      await models.waitForModel(
        id,
        'healed',
        model =>
          model.replicas.desired === 1 &&
          !conditionOf(model, 'Healing') &&
          !model.healing_paused_until,
      );
      const codes = (await models.readHistory(id)).map(({ code }) => code);
      expect(codes).toEqual(
        expect.arrayContaining([
          ...['HealingPaused', 'HealingResumed', 'DriftHealed'],
        ]),
      );
      await pause({ for: '1h' }).expect(200);
      const resumed = await api().delete(`/${id}/pause-healing`).expect(200);
      expect(resumed.body.model.healing_paused_until).toBeUndefined();
    });

    it('is as it was once a change failed to start, if that was asked for', async () => {
      await models.waitForStatus(id, 'running');
      const before = await models.read(id);
      const change = (body: object) => api().put(`/${id}`).send(body);
      await change({ on_failure: 'retry', description: 'a' }).expect(400);
      const broken = 'a/scenario-crash-loop-kv-cache:v0.32.0';
      await change({
        deployment_config: { image: broken },
        on_failure: 'rollback',
      }).expect(200);
      const failed = before.generation + 1;
      const after = await models.waitForModel(
        id,
        'set back',
        model => model.generation > failed && model.status === 'running',
        60_000,
      );
      expect(after.generation).toBe(failed + 1);
      expect(after.deployment_config.image).toBe(
        before.deployment_config.image,
      );
      const { reason, message } = conditionOf(after, 'AsAsked')!;
      expect(reason).toBe('RolledBack');
      expect(message).toContain(`Generation ${failed} failed to start`);
      const history = await models.readHistory(id);
      expect(history.filter(({ code }) => code === 'RolledBack')).toEqual([
        expect.objectContaining({ message, kind: 'status' }),
      ]);
      // Once, and only where it is asked for
      await change({ deployment_config: { image: broken } }).expect(200);
      await models.waitForStatus(id, 'failed', 60_000);
      const { generation } = await models.read(id);
      expect(generation).toBe(failed + 2);
      await change({
        deployment_config: { image: before.deployment_config.image },
      }).expect(200);
      const mended = await models.waitForStatus(id, 'running', 60_000);
      expect(conditionOf(mended, 'AsAsked')).toBeUndefined();
    });

    it('gets another size in the middle of a rollout, which Kubernetes alone leaves lying', async () => {
      const change = (deployment_config: object) =>
        api().put(`/${id}`).send({ deployment_config }).expect(200);
      const { image } = (await models.read(id)).deployment_config;
      await change({ replicas: 2 });
      await models.waitForModel(
        id,
        'of two',
        ({ status, replicas }) => status === 'running' && replicas.ready === 2,
      );
      await change({ image: 'a/scenario-crash-loop-kv-cache:v0.32.0' });
      const sizesOf = async () => {
        const { items } = await kubectl(
          ...['get', 'replicasets', '-l', `model.aibrix.ai/name=${NAME}`],
        );
        return items.map(({ spec }: any) => spec.replicas).filter(Boolean);
      };
      await waitFor(
        'the middle of the rollout',
        async () => (await sizesOf()).join() === '1,1',
        { timeoutMs: 30_000 },
      );
      // Its controller is late, and sees all of the change at once
      await cluster.faults.pause('kube-controller-manager');
      await change({ image, replicas: 1 });
      await waitFor('the change to be written', async () => {
        const { spec } = await readDeployment(NAME);
        return spec.replicas === 1 && spec.strategy.type === 'Recreate';
      });
      await cluster.faults.resume('kube-controller-manager');
      await models.waitForStatus(id, 'running');
      expect(await sizesOf()).toEqual([1]);
      await waitFor(
        'its other pods to be gone',
        async () => (await podsOf(NAME)).length === 1,
      );
    });

    it('is given to another organization by administrators, and runs on', async () => {
      const pods = await podsOf(NAME);
      const before = await readDeployment(NAME);
      const transfer = (user: TestUser, body: object, query = '') =>
        api(user)
          .post(`/${id}/transfer${query}`)
          .set('X-Organization', 'acme')
          .send({ organization_id: 'globex', ...body });
      await transfer('acme-engineer', {}).expect(403);
      await transfer('acme-admin', { organization_id: 'acme' }).expect(409);
      await transfer('acme-admin', { organization_id: 'nobody' }).expect(400);
      const limit = (hard: object | null) =>
        api('acme-admin')
          .put('/quota')
          .set('X-Organization', 'globex')
          .send({ hard })
          .expect(200);
      await limit({ models: 0 });
      const full = await transfer('acme-admin', {}).expect(400);
      expect(full.body.error.code).toBe('QuotaExceeded');
      await limit({ models: 1 });
      const { body: plan } = await transfer(
        'acme-admin',
        {},
        '?dry_run=true',
      ).expect(200);
      expect(plan.restarts.pods).toBe(0);
      expect(plan.fit).toMatchObject({ verdict: 'skipped', best_nodes: [] });
      expect(plan.quota).toContainEqual(
        expect.objectContaining({ resource: 'models', wanted: '1' }),
      );
      const { plan_hash } = plan;
      const { body } = await transfer('acme-admin', { plan_hash }).expect(200);
      expect(body.model.organization_id).toBe('group:default/globex');
      await api().get(`/${id}`).expect(404);
      const theirs = new ModelsDriver(() => api('globex-engineer'));
      const moved = await theirs.waitForModel(
        id,
        'running for globex',
        model =>
          model.status === 'running' &&
          model.observed_generation === body.model.generation,
      );
      expect(moved.created_by).toBe('user:default/acme-engineer');
      const after = await readDeployment(NAME);
      expect(after.spec).toEqual(before.spec);
      expect(await podsOf(NAME)).toEqual(pods);
      expect(after.metadata.annotations).toMatchObject({
        'organization-models.backstage.io/organization-ref':
          'group:default/globex',
      });
      const back = await api('acme-admin')
        .post(`/${id}/transfer`)
        .set('X-Organization', 'globex')
        .send({ organization_id: 'group:default/acme' })
        .expect(200);
      await models.waitForModel(
        id,
        'running for acme',
        model =>
          model.status === 'running' &&
          model.observed_generation === back.body.model.generation,
      );
      expect(await podsOf(NAME)).toEqual(pods);
      await limit(null);
    });

    it('runs on when it is released, and can be adopted again', async () => {
      await models.waitForStatus(id, 'running');
      const before = await readDeployment(NAME);
      const pods = await podsOf(NAME);
      const release = (body?: object, query = '') =>
        api().post(`/${id}/release${query}`).send(body);
      const { body: plan } = await release({}, '?dry_run=true').expect(200);
      expect(plan.restarts.pods).toBe(0);
      expect(plan.objects.map(({ kind }: any) => kind)).toContain('Deployment');
      await release({ plan_hash: 'another' }).expect(409);
      const { body } = await release({ plan_hash: plan.plan_hash }).expect(200);
      expect(body.model.status_reason.code).toBe('Releasing');
      await models.waitUntilGone(id);
      const [workload] = await waitFor('it in /all', async () => {
        const { body: all } = await api().get('/all').expect(200);
        const found = all.models.filter(({ name }: any) => name === NAME);
        return found[0] && !found[0].is_managed && found;
      });
      expect(workload).toMatchObject({ kind: 'Deployment', status: 'running' });
      const released = await readDeployment(NAME);
      expect(released.spec).toEqual(before.spec);
      expect(JSON.stringify(released.metadata.labels)).not.toContain(
        'organization-models',
      );
      expect(await podsOf(NAME)).toEqual(pods);
      const again = await adopt({ name: NAME }).expect(201);
      expect(again.body.model.id).toBe(id);
      await models.waitForStatus(id, 'running');
      expect((await readDeployment(NAME)).spec).toEqual(before.spec);
      expect(await podsOf(NAME)).toEqual(pods);
    });
  });

  describe('that somebody else made', () => {
    const foreign = (name: string, changes: any = {}) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        namespace: 'models',
        labels: { 'model.aibrix.ai/name': name, team: 'research' },
        ...changes.metadata,
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name, 'model.aibrix.ai/name': name } },
          spec: {
            containers: [
              {
                name: 'engine',
                image: 'vllm/vllm-openai:v0.11.0',
                command: ['vllm', 'serve'],
                args: [
                  ...['Qwen/Qwen3-0.6B', '--served-model-name', name],
                  ...['--max-model-len', '2048'],
                ],
                env: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }],
                resources: { requests: { cpu: '1', memory: '1Gi' } },
                ...changes.container,
              },
              { name: 'sidecar', image: 'example/sidecar:1' },
            ],
          },
        },
      },
    });
    const service = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'models' },
      spec: { selector: { app: name }, ports: [{ port: 80, name: 'web' }] },
    });
    const make = (...items: object[]) =>
      cluster.kubectl(['apply', '-f', '-'], {
        input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
      });

    it('is a model with its own command, after a rollout that is told', async () => {
      await startAnew();
      await make(foreign('found'), service('found'));
      await adopt({ name: 'found' }).expect(403);
      const { body: plan } = await adopt(
        { name: 'found' },
        'acme-admin',
        '?dry_run=true',
      ).expect(200);
      expect(plan.restarts.pods).toBe(2);
      expect(plan.model.deployment_config).toMatchObject({
        args: expect.arrayContaining(['--max-model-len', '2048']),
        replicas: 2,
        extra_env: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }],
      });
      expect(plan.warnings).toContainEqual(
        expect.objectContaining({
          code: 'NotCarriedOver',
          message: expect.stringContaining('sidecar'),
        }),
      );
      const before = await readDeployment('found');
      const { body } = await adopt(
        { name: 'found', plan_hash: plan.plan_hash },
        'acme-admin',
      ).expect(201);
      await models.waitForStatus(body.model.id, 'running', 60_000);
      const after = await readDeployment('found');
      expect(after.metadata.uid).toBe(before.metadata.uid);
      expect(after.metadata.labels.team).toBe('research');
      expect(after.spec.selector).toEqual(before.spec.selector);
      const [container, ...others] = after.spec.template.spec.containers;
      expect(others).toEqual([]);
      expect(container).toMatchObject({
        name: 'vllm',
        command: ['vllm', 'serve'],
      });
      const { spec } = await kubectl('get', 'service', 'found');
      expect(spec.ports).toHaveLength(1);
      // Nobody else keeps alive what is taken out later
      await api()
        .put(`/${body.model.id}`)
        .send({ deployment_config: { extra_env: null } })
        .expect(200);
      await waitFor('the variable to be gone', async () => {
        const { spec: now } = await readDeployment('found');
        const { env } = now.template.spec.containers[0];
        return !JSON.stringify(env).includes('VLLM_LOGGING_LEVEL');
      });
      await models.waitForStatus(body.model.id, 'running', 60_000);
    });

    it.each<[string, any, number, string]>([
      [
        'by Argo CD',
        {
          metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'a' } },
        },
        409,
        'Argo CD',
      ],
      [
        'with a secret in plain sight',
        { container: { env: [{ name: 'API_KEY', value: 'tell-nobody' }] } },
        400,
        'API_KEY',
      ],
      [
        'without an engine',
        { container: { image: 'nginx:1', command: ['nginx'], args: [] } },
        400,
        'no engine',
      ],
    ])('is refused when it is kept %s', async (_, changes, status, words) => {
      await make(foreign('refused', changes));
      const { body, text } = await adopt(
        { name: 'refused' },
        'acme-admin',
      ).expect(status);
      expect(body.error.message).toContain(words);
      expect(text).not.toContain('tell-nobody');
      await cluster.kubectl([
        '-n',
        'models',
        'delete',
        'deployment',
        'refused',
      ]);
    });

    it('is refused over the quota of the organization', async () => {
      await make(foreign('too-much'));
      await api('acme-admin')
        .put('/quota')
        .set('X-Organization', 'acme')
        .send({ hard: { models: 0 } })
        .expect(200);
      const { body } = await adopt({ name: 'too-much' }, 'acme-admin').expect(
        400,
      );
      expect(body.error.code).toBe('QuotaExceeded');
      await adopt({ name: 'nothing-there' }, 'acme-admin').expect(404);
      await adopt({ name: 'a', cluster: 'elsewhere' }, 'acme-admin').expect(
        400,
      );
    });
  });
});
