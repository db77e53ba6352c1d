import { readdirSync } from 'node:fs';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { ModelMetrics } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Knex } from 'knex';
import OpenAI from 'openai';
import {
  type Prometheus,
  REAL_MODEL,
  startPrometheus,
  waitFor,
} from '@orgmodels/dev-cluster';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import { FollowedLog } from './__testUtils__/FollowedLog';
import { KeptLogs } from './__testUtils__/KeptLogs';
import { PacedLoad } from './__testUtils__/PacedLoad';
import {
  type RealEngines,
  startRealEngines,
} from './__testUtils__/startRealEngines';

/** A start takes half a minute on two processors that have nothing else to do. */
const START_MS = 240_000;
jest.setTimeout(300_000);

const FRANCE = {
  role: 'user' as const,
  content: 'Name the capital of France.',
};

/**
 * What two sources tell alike of one minute. How long something takes is of the
 * moment on a machine that does other things: a stand-in, which always takes as
 * long, shows that for quantiles.
 */
const COMPARED = ['requests', 'prompt_tokens', 'generated_tokens'];

describe('the real vLLM', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let engines: RealEngines;
  let cluster: RealEngines['cluster'];
  let node: string;
  let portal: TestPortal;
  let models: RealEngines['models'];

  const engineer = () => portal.as('acme-engineer');

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    engines = await startRealEngines(knex);
    ({ cluster, node, portal, models } = engines);
  });

  afterAll(() => engines?.stop());

  describe('with the command, arguments and environment of the manifest', () => {
    let id: string;
    let client: OpenAI;
    let prometheus: Prometheus;
    /** Knows Prometheus; the other one scrapes. */
    let asking: TestPortal;

    const logs = async () => {
      const { text } = await engineer().get(`/${id}/logs?tail_lines=1000`);
      return text;
    };

    const makeKey = async (name: string) => {
      const { body } = await engineer()
        .post('/keys')
        .send({ name })
        .expect(201);
      const openai = new OpenAI({
        baseURL: `${portal.url}${ROOT_MOUNT}/openai/v1`,
        apiKey: body.secret,
        maxRetries: 0,
      });
      return { key: body.key as { id: string }, openai };
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
      ({ openai: client } = await makeKey('a key'));
    }, START_MS);

    afterAll(async () => {
      await asking?.stop();
      await prometheus?.stop();
    });

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

    const get = async (...what: string[]) =>
      JSON.parse(
        await cluster.kubectl(['get', '-n', 'models', ...what, '-o', 'json']),
      );

    const findPod = async () => {
      const { items } = await get('pods', '-l', 'model.aibrix.ai/name=smol');
      return items.find(({ metadata }: any) => !metadata.deletionTimestamp) as {
        metadata: { name: string; uid: string };
        status: any;
      };
    };

    const readMetrics = async (from: TestPortal): Promise<ModelMetrics> => {
      const { body } = await from
        .as('acme-engineer')
        .get(`/${id}/metrics?range=1m&step=15s`)
        .expect(200);
      return body;
    };

    /** Until the last minute of the last scrape, which may be 15 s old, is known. */
    const waitForAMinuteOfMetrics = () => {
      const begun = Date.now();
      return waitFor(
        'a minute to be known',
        async () => {
          // Nothing is scraped unless somebody looks
          await readMetrics(portal);
          return Date.now() - begun > 77_000;
        },
        { timeoutMs: 120_000, intervalMs: 2_000 },
      );
    };

    const expectEqualMetrics = async () => {
      // What is scraped is up to 15 s old: of one minute both tell just after
      const old = lastOf((await readMetrics(portal)).series, 'requests');
      const scraped = await waitFor(
        'the next scrape',
        async () => {
          const metrics = await readMetrics(portal);
          return lastOf(metrics.series, 'requests') !== old && metrics;
        },
        // Two scrapes may tell the same: the one after them does not
        { timeoutMs: 40_000, intervalMs: 300 },
      );
      const both = [scraped, await readMetrics(asking)];
      expect(both.map(({ source }) => source)).toEqual([
        'scraped',
        'prometheus',
      ]);
      for (const metric of COMPARED) {
        const [one, other] = both.map(({ series }) => lastOf(series, metric));
        expect([metric, one]).toEqual([metric, expect.any(Number)]);
        const isClose = Math.abs(other! / one! - 1) <= 0.05;
        expect([metric, isClose, one, other]).toEqual([
          metric,
          true,
          one,
          other,
        ]);
      }
    };

    const usageOf = async (keyId: string) => {
      const { body } = await engineer().get('/usage?group_by=key').expect(200);
      return body.usage.find((each: any) => each.key === keyId);
    };

    /** What the engine itself counted of everybody, once it is idle. */
    const countedByEngine = async () => {
      const [prompt_tokens, completion_tokens] = await Promise.all(
        ['prompt', 'generation'].map(async kind => {
          const [{ value }] = await prometheus.query(
            `sum(vllm:${kind}_tokens_total)`,
          );
          return Number(value[1]);
        }),
      );
      return { prompt_tokens, completion_tokens };
    };

    /** As long as the present pod or those before it have held their one GPU. */
    const expectGpuHours = async (since: number) => {
      const { body } = await engineer()
        .get('/usage?group_by=model')
        .expect(200);
      const { gpu_hours } = body.usage.find((row: any) => row.model === id);
      const seconds = (Date.now() - since) / 1000;
      expect(gpu_hours * 3600).toBeLessThanOrEqual(seconds + 1);
      expect(gpu_hours * 3600).toBeGreaterThan(seconds - 20);
    };

    /** A rollout in the midst of a stream, for which the hub is not needed. */
    const rollOutDuringStream = async (openai: OpenAI) => {
      const stream = await openai.chat.completions.create({
        model: 'smol',
        messages: [FRANCE],
        max_tokens: 200,
        stream: true,
        stream_options: { include_usage: true },
        ...{ ignore_eos: true },
      });
      let pieces = 0;
      let finish: string | null = null;
      let usage: OpenAI.CompletionUsage | null | undefined;
      for await (const chunk of stream) {
        if (pieces++ === 3) {
          await engineer()
            .put(`/${id}`)
            .send({ deployment_config: { max_model_len: 1024 } })
            .expect(200);
          await engines.hub.stop();
        }
        finish = chunk.choices[0]?.finish_reason ?? finish;
        usage = chunk.usage ?? usage;
      }
      expect(finish).toBe('length');
      expect(usage?.completion_tokens).toBe(200);
      return usage!;
    };

    const expectEveryLine = (
      log: FollowedLog,
      pod: { metadata: { name: string } },
      kept: KeptLogs,
    ) => {
      for (const container of ['weights', 'vllm']) {
        const seen = log.linesOf(pod.metadata.name, container);
        expect(seen.length).toBeGreaterThan(0);
        expect(seen).toEqual(kept.linesOf(container));
      }
    };

    it('takes a new key to tokens, usage, metrics and logs, through a crash and a rollout', async () => {
      prometheus = await startPrometheus({
        cluster,
        monitors: [await get('servicemonitor', 'smol')],
      });
      asking = await startPortal({
        kubeconfig: cluster.kubeconfig,
        knex,
        config: {
          controller: { enabled: false },
          prometheus: { url: prometheus.url },
        },
      });
      const counted = await waitFor('the first scrape', countedByEngine);
      const { key, openai } = await makeKey('the journey');
      const log = new FollowedLog(portal, id);
      const load = new PacedLoad(
        openai,
        { model: 'smol', temperature: 0, max_tokens: 4, messages: [FRANCE] },
        600,
      );
      await waitForAMinuteOfMetrics();
      await expectEqualMetrics();
      await load.stop();

      const first = await findPod();
      const since = Date.parse(
        first.status.conditions.find(({ type }: any) => type === 'PodScheduled')
          .lastTransitionTime,
      );
      await waitFor('the usage', async () => {
        expect(await usageOf(key.id)).toMatchObject(load.told);
        return true;
      });
      await waitFor('the engine to have counted the same', async () => {
        const { prompt_tokens, completion_tokens } = await countedByEngine();
        expect({
          prompt_tokens: prompt_tokens - counted.prompt_tokens,
          completion_tokens: completion_tokens - counted.completion_tokens,
        }).toEqual({
          prompt_tokens: load.told.prompt_tokens,
          completion_tokens: load.told.completion_tokens,
        });
        return true;
      });
      await expectGpuHours(since);

      process.kill(findEngine(node), 'SIGKILL');
      await log.see('restarted');
      await log.see('Application startup complete.', 2, START_MS);
      await models.waitForStatus(id, 'running', START_MS);

      const kept = new KeptLogs(node, first.metadata.uid);
      load.add(await rollOutDuringStream(openai));
      await log.see('Application startup complete.', 3, START_MS);
      await log.see('ended', 2);
      await models.waitForModel(
        id,
        'running as it shall be',
        ({ status, generation, observed_generation }) =>
          status === 'running' && observed_generation === generation,
        START_MS,
      );
      const second = await findPod();
      await expectGpuHours(since);
      await waitFor('the usage', async () => {
        expect(await usageOf(key.id)).toMatchObject(load.told);
        return true;
      });
      await log.leave();
      const [before, after] = [first, second].map(pod => pod.metadata.name);
      expect(log.markersOf(before, 'vllm')).toEqual(['restarted', 'ended']);
      expect(log.markersOf(after, 'vllm')).toEqual(['newPod']);
      expectEveryLine(log, first, kept);
      expectEveryLine(log, second, new KeptLogs(node, second.metadata.uid));

      const text = await logs();
      expect(text).toMatch(/weights: .* is complete: the hub is not asked/);
      expect(text).toContain('HF_HUB_OFFLINE is True');
      const { body } = await engineer().get(`/${id}/diagnosis`).expect(200);
      expect(body.findings).toEqual([]);
      expect(body.timeline.map(({ phase }: any) => phase)).toContain(
        'downloaded',
      );
    }, 400_000);
  });
});

/** The process of the one engine that runs, by the file which the node keeps of it. */
function findEngine(node: string): number {
  const [file, ...others] = readdirSync(node).filter(name =>
    /^\d+\.pid$/.test(name),
  );
  expect(others).toEqual([]);
  return Number(file.replace('.pid', ''));
}

function lastOf(
  series: ModelMetrics['series'],
  metric: string,
): number | null | undefined {
  return series
    .find(each => each.metric === metric && !each.labels?.outcome)
    ?.points?.at(-1)?.value;
}
