import type { Knex } from 'knex';
import {
  type DemoModel,
  demoModels,
  type DevCluster,
  startCluster,
  waitFor,
} from '@orgmodels/dev-cluster';
import { databases } from '../../__testUtils__/databases';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

/** As people send it today. */
const EXAMPLE = {
  name: 'qwen3-coder-30b',
  display_name: 'Qwen3 Coder 30B',
  model_type: 'completion',
  huggingface_id: 'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
  deployment_config: {
    image: 'registry.menlo.ai/dockerhub/vllm/vllm-openai:v0.10.2',
    gpu_count: 1,
    enable_autoscaling: true,
  },
};

describe.each(databases.eachSupportedId())(
  'a model from POST to DELETE on %s',
  databaseId => {
    let cluster: DevCluster;
    let portal: TestPortal;
    let knex: Knex;

    const engineer = () => portal.as('acme-engineer');

    beforeAll(async () => {
      cluster = await startCluster({ standIns: {} });
      knex = await databases.init(databaseId);
      portal = await startPortal({ kubeconfig: cluster.kubeconfig, knex });
      await waitFor(
        'a ready cluster',
        async () => {
          const { body } = await engineer().get('/status');
          return body.cluster_status?.ready;
        },
        { timeoutMs: 60_000 },
      );
    });

    afterAll(async () => {
      await portal?.stop();
      await cluster?.stop();
    });

    const read = async (id: string) => {
      const { body } = await engineer().get(`/${id}`).expect(200);
      return body.model;
    };

    const waitForStatus = (id: string, status: string) =>
      waitFor(
        `the model to be ${status}`,
        async () => {
          const model = await read(id);
          if (model.status === status) {
            return model;
          }
          throw new Error(
            JSON.stringify([model.status, model.status_reason, model.replicas]),
          );
        },
        { timeoutMs: 60_000 },
      );

    const kubectl = async (...args: string[]) =>
      JSON.parse(
        await cluster.kubectl([...args, '-n', 'models', '-o', 'json']),
      );

    it('counts what was accepted a moment ago', async () => {
      const post = (name: string) =>
        engineer()
          .post('/')
          .send({
            name,
            model_type: 'chat',
            huggingface_id: 'Qwen/Qwen3-0.6B',
            requirements: { gpu: { gpu_type: 'H100' } },
            deployment_config: { gpu_count: 8 },
          });
      const first = await post('takes-a-node').expect(201);
      const second = await post('takes-the-other').expect(201);
      const third = await post('comes-too-late').expect(400);
      expect(third.body.error).toMatchObject({
        code: 'InsufficientClusterResources',
        details: { reason: 'now' },
      });
      for (const { body } of [first, second]) {
        await engineer().delete(`/${body.model.id}`).expect(204);
      }
    });

    it('goes from POST to running, is changed, stopped, started and deleted', async () => {
      const created = await engineer().post('/').send(EXAMPLE).expect(201);
      const { id } = created.body.model;
      expect(id).toMatch(/^mdl_[0-9A-Za-z]{16,}$/);
      expect(created.headers.location).toBe(`/v1/organization/models/${id}`);
      expect(created.headers.etag).toBe('"1"');
      expect(created.body.model).toMatchObject({
        organization_id: 'group:default/acme',
        created_by: 'user:default/acme-engineer',
        status: 'pending',
        generation: 1,
      });

      const running = await waitForStatus(id, 'running');
      expect(running.replicas).toMatchObject({ desired: 1, ready: 1 });
      expect(running.observed_generation).toBe(1);
      const deployment = await kubectl('get', 'deployment', EXAMPLE.name);
      expect(deployment.metadata.labels).toMatchObject({
        'model.aibrix.ai/name': EXAMPLE.name,
        'jan-server.menlo.ai/managed': 'true',
      });
      await kubectl('get', 'service', EXAMPLE.name);
      await kubectl('get', 'servicemonitor', EXAMPLE.name);
      await kubectl('get', 'podautoscaler', EXAMPLE.name);
      const routed = await waitFor('the address of the gateway', async () => {
        const model = await read(id);
        return model.endpoint_url && model;
      });
      expect(routed.endpoint_url).toBe('http://10.244.255.1');

      const pods = await engineer().get(`/${id}/pods`).expect(200);
      expect(pods.body.pods).toEqual([
        expect.objectContaining({ ready: true, current: true }),
      ]);

      const measured = await engineer()
        .get(`/${id}/metrics?range=1m&step=5s`)
        .expect(200);
      expect(measured.body.series).toContainEqual(
        expect.objectContaining({
          metric: 'requests_running',
          points: expect.arrayContaining([
            { time: expect.any(String), value: 0 },
          ]),
        }),
      );

      await engineer()
        .put(`/${id}`)
        .send({ display_name: 'Coder' })
        .expect(200);
      const renamed = await read(id);
      expect(renamed).toMatchObject({ display_name: 'Coder', generation: 2 });
      await engineer()
        .put(`/${id}`)
        .set('If-Match', '"1"')
        .send({ description: 'x' })
        .expect(412);
      const same = await engineer().put(`/${id}`).send(renamed).expect(200);
      expect(same.body.model.generation).toBe(2);

      await engineer()
        .put(`/${id}`)
        .send({ desired_state: 'stopped' })
        .expect(200);
      await waitForStatus(id, 'stopped');
      expect(
        (await kubectl('get', 'deployment', EXAMPLE.name)).spec.replicas,
      ).toBe(0);
      await engineer()
        .put(`/${id}`)
        .send({ desired_state: 'running' })
        .expect(200);
      await waitForStatus(id, 'running');

      const [before] = (await engineer().get(`/${id}/pods`)).body.pods;
      await engineer().put(`/${id}`).send({ restart: true }).expect(200);
      await waitFor(
        'another pod',
        async () => {
          const { pods: after } = (await engineer().get(`/${id}/pods`)).body;
          return (
            after.length === 1 &&
            after[0].ready &&
            after[0].name !== before.name
          );
        },
        { timeoutMs: 30_000 },
      );

      const history = await engineer().get(`/${id}/history`).expect(200);
      const codes = history.body.entries.map((entry: any) => entry.code);
      expect(codes.at(-1)).toBe('Created');
      expect(codes).toEqual(
        expect.arrayContaining(['Updated', 'Stopped', 'Started', 'Restarted']),
      );

      await engineer().delete(`/${id}`).expect(204);
      await waitFor(
        'the model to be gone',
        async () => {
          const { status } = await engineer().get(`/${id}`);
          return status === 404;
        },
        { timeoutMs: 60_000 },
      );
      const left = await kubectl(
        'get',
        'deployment,service,podautoscaler,servicemonitor,pod',
      );
      expect(left.items).toEqual([]);
      await engineer().delete(`/${id}`).expect(404);
    });

    it('keeps a token in a Secret and nowhere else', async () => {
      const canary = 'hf_CanaryWhichNobodyMaySee1234';
      const { body: created } = await engineer()
        .post('/')
        .send({
          name: 'secretive',
          model_type: 'chat',
          huggingface_id: 'Qwen/Qwen3-0.6B',
          deployment_config: { hugging_face_token: canary },
        })
        .expect(201);
      const { id } = created.model;
      await waitForStatus(id, 'running');
      const readToken = async () => {
        const name = 'secretive-hugging-face-token';
        const { data } = await kubectl('get', 'secret', name);
        return Buffer.from(data.token, 'base64').toString();
      };
      expect(await readToken()).toBe(canary);

      await engineer()
        .put(`/${id}`)
        .send({ deployment_config: { hugging_face_token: `${canary}Rotated` } })
        .expect(200);
      expect(await readToken()).toBe(`${canary}Rotated`);

      const parts = ['', '/history', '/manifests', '/pods', '/events'];
      const answers = await Promise.all(
        parts.map(part => engineer().get(`/${id}${part}`)),
      );
      const tables = [
        'models',
        'model_generations',
        'model_history',
        'observations',
        'workloads',
        'cluster_facts',
        'idempotency_keys',
      ];
      const rows = await Promise.all(tables.map(table => knex(table).select()));
      const bodies = answers.map(({ body }) => body);
      const seen = JSON.stringify([created, bodies, rows]);
      const encoded = Buffer.from(canary).toString('base64').slice(0, 30);
      expect(seen).not.toContain(canary);
      expect(seen).not.toContain(encoded);
      const hasToken = async () =>
        (await read(id)).deployment_config.has_hugging_face_token;
      expect(await hasToken()).toBe(true);

      await engineer()
        .put(`/${id}`)
        .send({ deployment_config: { hugging_face_token: null } })
        .expect(200);
      expect(await hasToken()).toBe(false);
      await waitFor('the Secret to be gone', () =>
        readToken().then(
          () => false,
          () => true,
        ),
      );
      await engineer().delete(`/${id}`).expect(204);
    });

    it('says with numbers why a model cannot fit', async () => {
      const { body } = await engineer()
        .post('/')
        .send({
          ...EXAMPLE,
          name: 'too-large',
          deployment_config: { gpu_count: 16 },
        })
        .expect(400);
      expect(body.error).toMatchObject({
        code: 'InsufficientClusterResources',
        message: expect.stringContaining('16'),
        details: { reason: 'never' },
      });
    });

    it('shows the plan without doing anything', async () => {
      const { body } = await engineer()
        .post('/?dry_run=true')
        .send({ ...EXAMPLE, name: 'planned' })
        .expect(200);
      expect(
        body.objects.map((object: any) => [object.kind, object.action]),
      ).toEqual([
        ['Service', 'create'],
        ['Deployment', 'create'],
        ['ServiceMonitor', 'create'],
        ['PodAutoscaler', 'create'],
      ]);
      const list = await engineer().get('/').expect(200);
      const names = list.body.models.map((model: any) => model.name);
      expect(names).not.toContain('planned');
      await engineer()
        .post('/')
        .send({ ...EXAMPLE, name: 'planned', plan_hash: 'other' })
        .expect(409);
    });

    it('heals what somebody changes, and says who it was', async () => {
      const { body } = await engineer()
        .post('/')
        .send({
          name: 'healed',
          model_type: 'chat',
          huggingface_id: 'Qwen/Qwen3-0.6B',
          deployment_config: { hugging_face_token: 'hf_mainPathToken' },
        })
        .expect(201);
      const { id } = body.model;
      await waitForStatus(id, 'running');
      await cluster.kubectl([
        '-n',
        'models',
        'set',
        'image',
        'deployment/healed',
        '*=example.com/evil:1',
      ]);
      const healed = await waitFor(
        'the image to be ours again',
        async () => {
          const deployment = await kubectl('get', 'deployment', 'healed');
          return !JSON.stringify(deployment.spec.template).includes('evil');
        },
        { timeoutMs: 5_000 },
      );
      expect(healed).toBe(true);
      await cluster.kubectl(['-n', 'models', 'delete', 'service', 'healed']);
      await waitFor(
        'the service to be back',
        () => kubectl('get', 'service', 'healed'),
        { timeoutMs: 5_000 },
      );
      // An apply alone is refused: it would add a port of the same name
      await cluster.kubectl([
        ...['-n', 'models', 'patch', 'service', 'healed', '--type=json', '-p'],
        '[{"op": "replace", "path": "/spec/ports/0/port", "value": 9000}]',
      ]);
      await waitFor(
        'the port to be ours again',
        async () => {
          const { ports } = (await kubectl('get', 'service', 'healed')).spec;
          return ports.length === 1 && ports[0].port === 8000;
        },
        { timeoutMs: 5_000 },
      );
      // The API takes a value or a reference
      await cluster.kubectl([
        ...['-n', 'models', 'set', 'env', 'deployment/healed'],
        ...['-c', 'weights', 'HF_TOKEN=plain'],
      ]);
      await waitFor(
        'the reference to the token to be back',
        async () => {
          const { template } = (await kubectl('get', 'deployment', 'healed'))
            .spec;
          const { env } = template.spec.initContainers[0];
          const token = env.find(({ name }: any) => name === 'HF_TOKEN');
          return token?.valueFrom && !token.value;
        },
        { timeoutMs: 5_000 },
      );
      await cluster.kubectl([
        '-n',
        'models',
        'rollout',
        'pause',
        'deployment/healed',
      ]);
      await waitFor(
        'the rollout to go on',
        async () => !(await kubectl('get', 'deployment', 'healed')).spec.paused,
        { timeoutMs: 5_000 },
      );
      await cluster.kubectl([
        '-n',
        'models',
        'scale',
        'deployment/healed',
        '--replicas=3',
      ]);
      const scaled = await waitFor('the scaling in the history', async () => {
        const { body: history } = await engineer().get(`/${id}/history`);
        return history.entries.find(({ changes }: any) =>
          changes?.some(({ path }: any) => path === 'spec.replicas'),
        );
      });
      expect(scaled.message).toContain('by kubectl');
      // to 0 by hand, nobody owns the field
      await cluster.kubectl([
        ...['-n', 'models', 'scale', 'deployment/healed', '--replicas=0'],
      ]);
      await waitFor('the scaling to 0 in the history', async () => {
        const { body: history } = await engineer().get(`/${id}/history`);
        return history.entries.find(({ changes }: any) =>
          changes?.some(
            ({ path, from }: any) => path === 'spec.replicas' && from === 0,
          ),
        );
      });
      const drift = await waitFor('the drift in the history', async () => {
        const { body: history } = await engineer().get(`/${id}/history`);
        const found = history.entries.filter(
          (entry: any) => entry.kind === 'drift',
        );
        return found.length >= 3 && found;
      });
      expect(JSON.stringify(drift)).toContain('kubectl');
      await engineer().delete(`/${id}`).expect(204);
    });

    it('tells why an engine fails, in its own words, also when its pod is gone, and what would mend it', async () => {
      const { body } = await engineer()
        .post('/')
        .send({
          name: 'crashing',
          model_type: 'chat',
          huggingface_id: 'Qwen/Qwen3-0.6B',
          deployment_config: {
            image: 'a/scenario-crash-loop-kv-cache:v0.32.0',
          },
        })
        .expect(201);
      const { id } = body.model;
      const failed = await waitForStatus(id, 'failed');
      expect(failed.status_reason.code).toBe('ContextTooLong');
      const diagnose = async () =>
        (await engineer().get(`/${id}/diagnosis`).expect(200)).body;
      const { findings, timeline } = await waitFor('the log', async () => {
        const answer = await diagnose();
        return answer.findings[0]?.evidence[0]?.source === 'log' && answer;
      });
      expect(findings[0]).toMatchObject({
        code: 'ContextTooLong',
        severity: 'failure',
        concern: 'engine',
        evidence: [
          { text: expect.stringContaining('estimated maximum model length') },
          expect.anything(),
        ],
      });
      expect(timeline.map(({ phase }: any) => phase)).toContain('engine_up');
      // what is offered is accepted
      const plan = await engineer()
        .put(`/${id}?dry_run=true`)
        .send(findings[0].fix.body)
        .expect(200);
      expect(JSON.stringify(plan.body.objects)).toContain('--max-model-len');
      await cluster.kubectl([
        '-n',
        'models',
        'delete',
        'pod',
        '--all',
        '--wait=false',
      ]);
      expect((await diagnose()).findings[0].code).toBe('ContextTooLong');
      await engineer().delete(`/${id}`).expect(204);
    });

    it.each([
      ['no-chat-template', 'AnswerRefused', 'default chat template'],
      ['empty-answers', 'AnswerInvalid', 'none'],
    ])(
      'finds out that a ready engine answers badly: %s',
      async (scenario, code, words) => {
        const { body } = await engineer()
          .post('/')
          .send({
            name: scenario,
            model_type: 'chat',
            huggingface_id: 'Qwen/Qwen3-0.6B',
            deployment_config: {
              gpu_count: 0,
              image: `vllm/vllm-openai-cpu:v0.32.0-scenario-${scenario}`,
            },
          })
          .expect(201);
        const { id } = body.model;
        const degraded = await waitForStatus(id, 'degraded');
        expect(degraded.status_reason).toMatchObject({
          code,
          message: expect.stringContaining(words),
        });
        expect(degraded.conditions).toContainEqual(
          expect.objectContaining({
            type: 'Answers',
            status: 'False',
            reason: code,
          }),
        );
        const { body: diagnosis } = await engineer().get(`/${id}/diagnosis`);
        expect(diagnosis.findings).toMatchObject([{ code }]);
        await engineer().delete(`/${id}`).expect(204);
      },
    );

    it('mends what a demo breaks by what is offered, as the plan says', async () => {
      const mend = async ({ body: asked, code }: DemoModel) => {
        const { body } = await engineer().post('/').send(asked).expect(201);
        const { id } = body.model;
        await waitForStatus(id, 'failed');
        const fix = await waitFor(`a fix of ${code}`, async () => {
          const { body: diagnosis } = await engineer().get(`/${id}/diagnosis`);
          const [finding] = diagnosis.findings;
          return finding.code === code && finding.fix;
        });
        await engineer().put(`/${id}?dry_run=true`).send(fix.body).expect(200);
        await engineer().put(`/${id}`).send(fix.body).expect(200);
        await waitForStatus(id, 'running');
        await engineer().delete(`/${id}`).expect(204);
        return code;
      };
      const mended = await Promise.all(demoModels.map(mend));
      expect(mended).toEqual(demoModels.map(({ code }) => code));
    });
  },
);
