import path from 'node:path';
import OpenAI from 'openai';
import {
  CPU_ENVIRONMENT,
  type DevCluster,
  type Hub,
  installVllm,
  REAL_MODEL,
  startCluster,
  startHub,
  startStandIns,
  type StandIns,
} from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';

/** A start takes half a minute on two processors that have nothing else to do. */
const START_MS = 240_000;
jest.setTimeout(300_000);

const FRANCE = {
  role: 'user' as const,
  content: 'Name the capital of France.',
};

describe('the real vLLM', () => {
  let cluster: DevCluster;
  let hub: Hub | undefined;
  let portal: TestPortal;
  let models: ModelsDriver;
  let standIns: StandIns;

  const engineer = () => portal.as('acme-engineer');

  beforeAll(async () => {
    const { programs, models: folder } = await installVllm({
      onProgress: () => undefined,
    });
    hub = await startHub({ modelsDirectories: [folder] });
    cluster = await startCluster({ scenarios: { models: 'real' } });
    standIns = await startStandIns(cluster, {
      realNode: {
        programs,
        environment: { ...CPU_ENVIRONMENT, HF_ENDPOINT: hub.url },
        directory: path.join(cluster.directory, 'real-node'),
        backOffSeconds: 2,
      },
    });
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      config: { hub: { url: hub.url } },
    });
    models = new ModelsDriver(engineer);
    await models.waitUntilReady();
  });

  afterAll(async () => {
    await portal?.stop();
    await standIns?.stop();
    await cluster?.stop();
    await hub?.stop();
  });

  describe('that cannot start', () => {
    it.each<[string, object, string]>([
      [
        'an argument that it does not know',
        { extra_args: ['--no-such-option'] },
        'UnknownArgument',
      ],
      [
        'a value that it does not know',
        { extra_args: ['--dtype', 'nosuch'] },
        'InvalidArgument',
      ],
      [
        'a file that is not there',
        { extra_args: ['--chat-template', '/nowhere.jinja'] },
        'ChatTemplateMissing',
      ],
      [
        'more context than the model has',
        { max_model_len: 9_000 },
        'ContextBeyondModel',
      ],
    ])('tells of %s', async (_what, deployment_config, code) => {
      const id = await models.create(`has-${code.toLowerCase()}`, {
        huggingface_id: REAL_MODEL,
        deployment_config,
      });
      const { status_reason } = await models.waitForStatus(
        id,
        'failed',
        START_MS,
      );
      const { body } = await engineer().get(`/${id}/diagnosis`).expect(200);
      await engineer().delete(`/${id}`).expect(204);
      await models.waitUntilGone(id);
      expect(status_reason?.code).toBe(code);
      const [{ evidence }] = body.findings;
      expect(evidence).toContainEqual(
        expect.objectContaining({ source: 'log' }),
      );
    });
  });

  describe('with the command, arguments and environment of the manifest', () => {
    let id: string;
    let client: OpenAI;

    const logs = async () => {
      const { text } = await engineer().get(`/${id}/logs?tail_lines=1000`);
      return text;
    };

    beforeAll(async () => {
      id = await models.create('smol', {
        huggingface_id: REAL_MODEL,
        deployment_config: {
          max_model_len: 2048,
          enable_pvc: true,
          extra_args: [
            '--enable-auto-tool-choice',
            '--tool-call-parser',
            'hermes',
          ],
        },
      });
      await models.waitForStatus(id, 'running', START_MS);
      const { body } = await engineer()
        .post('/keys')
        .send({ name: 'a key' })
        .expect(201);
      client = new OpenAI({
        baseURL: `${portal.url}${ROOT_MOUNT}/openai/v1`,
        apiKey: body.secret,
        maxRetries: 0,
      });
    }, START_MS);

    it('is started by what the controller wrote', async () => {
      const text = await logs();
      expect(text).toMatch(
        /non-default args: .*'served_model_name': \['smol'\]/,
      );
      expect(text).toContain("'shutdown_timeout': 60");
      expect(text).toContain('Application startup complete.');
    });

    it('answers, whole and streamed, and counts alike', async () => {
      const asked = { model: 'smol', temperature: 0, messages: [FRANCE] };
      const whole = await client.chat.completions.create(asked);
      expect(whole.choices[0]).toMatchObject({
        message: { content: 'The capital of France is Paris.' },
        finish_reason: 'stop',
      });
      const stream = await client.chat.completions.create({
        ...asked,
        stream: true,
        stream_options: { include_usage: true },
      });
      let text = '';
      let usage: OpenAI.CompletionUsage | null | undefined;
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        usage = chunk.usage ?? usage;
      }
      expect(text).toBe('The capital of France is Paris.');
      expect(usage).toMatchObject({
        prompt_tokens: whole.usage!.prompt_tokens,
        completion_tokens: whole.usage!.completion_tokens,
      });
    });

    it('calls a tool, and keeps to a schema', async () => {
      const parameters = {
        type: 'object',
        properties: { city: { enum: ['Paris', 'Rome'] } },
        required: ['city'],
        additionalProperties: false,
      };
      const called = await client.chat.completions.create({
        model: 'smol',
        temperature: 0,
        max_tokens: 64,
        messages: [FRANCE],
        tools: [
          {
            type: 'function',
            function: { name: 'weather', parameters, strict: true },
          },
        ],
        tool_choice: { type: 'function', function: { name: 'weather' } },
      });
      const [call] = called.choices[0].message.tool_calls as {
        function: { name: string; arguments: string };
      }[];
      expect(call.function.name).toBe('weather');
      expect(JSON.parse(call.function.arguments).city).toMatch(/Paris|Rome/);
      const shaped = await client.chat.completions.create({
        model: 'smol',
        temperature: 0,
        max_tokens: 64,
        messages: [FRANCE],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', schema: parameters, strict: true },
        },
      });
      const { content } = shaped.choices[0].message;
      expect(JSON.parse(content!).city).toMatch(/Paris|Rome/);
    });

    it('is measured by the names that it has', async () => {
      const { body } = await engineer()
        .get(`/${id}/metrics?range=1m&step=5s`)
        .expect(200);
      const last = (metric: string) => {
        const series = body.series.find((each: any) => each.metric === metric);
        return series?.points.findLast(({ value }: any) => value !== null);
      };
      expect(last('requests_running')?.value).toBe(0);
      expect(last('kv_cache_use')?.value).toBeGreaterThanOrEqual(0);
      const { body: pods } = await engineer().get(`/${id}/pods`).expect(200);
      expect(pods.pods).toEqual([
        expect.objectContaining({ ready: true, current: true }),
      ]);
    });

    it('ends a stream before it stops', async () => {
      const stream = await client.chat.completions.create({
        model: 'smol',
        messages: [FRANCE],
        max_tokens: 200,
        stream: true,
        ...{ ignore_eos: true },
      });
      let tokens = 0;
      let finish: string | null = null;
      for await (const chunk of stream) {
        if (tokens++ === 3) {
          await engineer()
            .put(`/${id}`)
            .send({ desired_state: 'stopped' })
            .expect(200);
        }
        finish = chunk.choices[0]?.finish_reason ?? finish;
      }
      expect(finish).toBe('length');
      expect(tokens).toBeGreaterThan(150);
      await models.waitForStatus(id, 'stopped', 90_000);
    });

    it('starts again while the hub is away', async () => {
      await hub?.stop();
      hub = undefined;
      await engineer()
        .put(`/${id}`)
        .send({ desired_state: 'running' })
        .expect(200);
      await models.waitForStatus(id, 'running', START_MS);
      const text = await logs();
      expect(text).toMatch(/weights: .* is complete: the hub is not asked/);
      expect(text).toContain('HF_HUB_OFFLINE is True');
      const { body } = await engineer().get(`/${id}/diagnosis`).expect(200);
      expect(body.findings).toEqual([]);
      expect(body.timeline.map(({ phase }: any) => phase)).toContain(
        'downloaded',
      );
      await engineer().delete(`/${id}`).expect(204);
      await models.waitUntilGone(id, 60_000);
    });
  });
});
