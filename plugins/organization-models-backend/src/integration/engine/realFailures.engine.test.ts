import { TestDatabases } from '@backstage/backend-test-utils';
import type { ModelMetrics } from '@orgmodels/backstage-plugin-organization-models-common';
import { REAL_MODEL, waitFor } from '@orgmodels/dev-cluster';
import OpenAI from 'openai';
import pLimit from 'p-limit';
import { ROOT_MOUNT } from '../../__testUtils__/startPortal';
import { BrokenModels } from './__testUtils__/BrokenModels';
import {
  type RealEngines,
  startRealEngines,
} from './__testUtils__/startRealEngines';

/** Of one model, while another one starts beside it. */
const START_MS = 240_000;
/** An engine starts on one processor, as it is set up here. */
const AT_A_TIME = 2;
jest.setTimeout(START_MS);

type Job = {
  /** What is asked for, in words. */
  what: string;
  /** Where it matters, as whom its own command serves. */
  name?: string;
  fields: Record<string, unknown>;
  /** How it fails. */
  code?: string;
  /** In the line of the log that proves it. */
  proof?: RegExp;
  /** What is offered; the plan takes it. */
  fix?: RegExp;
  /** It is applied, and the model then does this. */
  mended?(name: string, id: string): Promise<void>;
  /** How long its end may take. */
  endsWithinMs?: number;
};

const never = (config: object) => ({
  huggingface_id: 'acme/never-loaded',
  deployment_config: config,
});
const withArguments = (...extra_args: string[]) => never({ extra_args });
const real = (config: object) => ({
  huggingface_id: REAL_MODEL,
  deployment_config: config,
});

describe('the real vLLM, provoked', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const inTurn = pLimit(AT_A_TIME);
  const results = new Map<string, Promise<unknown>>();
  let broken: BrokenModels;
  let engines: RealEngines;
  let openai: OpenAI;

  const engineer = () => engines.portal.as('acme-engineer');

  const FAILURES: Job[] = [
    {
      what: 'a port from a Service of its own name',
      // it is read once the weights are loaded
      fields: real({
        extra_env: [{ name: 'VLLM_PORT', value: 'tcp://10.43.0.17:8000' }],
      }),
      code: 'ServiceNameClash',
      proof: /VLLM_PORT 'tcp:.* appears to be a URI/,
    },
    {
      what: 'weights of which there is only the pointer',
      fields: { huggingface_id: 'acme/pointer' },
      code: 'WeightsLfsPointer',
      proof: /MemoryError/,
    },
    {
      what: 'weights that are cut short',
      fields: { huggingface_id: 'acme/truncated' },
      code: 'WeightsCorrupt',
      proof: /file not fully covered/,
    },
    {
      what: 'a model without weights',
      fields: { huggingface_id: 'acme/without-weights' },
      code: 'WeightsMissing',
      proof: /weights/,
    },
    {
      what: 'a model without a tokenizer',
      fields: { huggingface_id: 'acme/without-tokenizer' },
      code: 'TokenizerMissing',
      proof: /Couldn't instantiate the backend tokenizer/,
    },
    {
      what: 'an architecture that it does not know',
      fields: { huggingface_id: 'acme/of-tomorrow' },
      code: 'UnsupportedArchitecture',
      proof: /TomorrowForCausalLM/,
    },
    {
      what: 'heads that cannot be split',
      fields: never({
        gpu_count: 2,
        args: ['acme/never-loaded', '--tensor-parallel-size', '2'],
      }),
      code: 'TensorParallelInvalid',
      proof: /attention heads \(9\) must be divisible by/,
      fix: /1/,
    },
    {
      what: 'an option that is gone',
      fields: never({ args: ['acme/never-loaded', '--task', 'embed'] }),
      code: 'RemovedArgument',
      proof: /Hint: --task is not a vllm serve option/,
      fix: /--runner pooling/,
    },
    {
      what: 'an option that never was',
      fields: withArguments('--no-such-option'),
      code: 'UnknownArgument',
      proof: /unrecognized arguments: --no-such-option/,
      fix: /Remove --no-such-option/,
    },
    {
      what: 'more than all of the memory',
      fields: withArguments('--gpu-memory-utilization', '1.5'),
      code: 'InvalidArgument',
      proof: /less than or equal to 1/,
    },
    {
      what: 'a parser that it does not know',
      fields: withArguments('--reasoning-parser', 'deepsek_r1'),
      code: 'ParserUnknown',
      proof: /deepsek_r1/,
      fix: /deepseek_r1 /,
    },
    {
      what: 'a template that is not there',
      fields: withArguments('--chat-template', '/etc/nope.jinja'),
      code: 'ChatTemplateMissing',
      proof: /appears path-like, but doesn't exist/,
    },
    {
      what: 'a quantization that it does not know',
      fields: withArguments('--quantization', 'nosuch'),
      code: 'QuantizationUnsupported',
      proof: /Unknown quantization method: nosuch/,
    },
    {
      what: 'an attention backend that there is not',
      fields: withArguments('--attention-backend', 'nosuch'),
      code: 'AttentionBackendInvalid',
      proof: /Unknown attention backend/,
    },
    {
      what: 'a slip in a value, after the model as an option',
      fields: never({
        args: ['--model', 'acme/never-loaded', '--dtype=bfloat_16'],
      }),
      code: 'InvalidArgument',
      proof: /argument --dtype: invalid choice: 'bfloat_16'/,
      fix: /bfloat16/,
    },
    {
      what: 'a wrong type in a command of its own',
      fields: never({
        command: ['vllm', 'serve', 'acme/never-loaded', '--dtype=float8'],
      }),
      code: 'InvalidArgument',
      proof: /argument --dtype: invalid choice: 'float8'/,
    },
  ];

  const MENDED: Job[] = [
    {
      what: 'more context than it has, of a model for embeddings',
      fields: { ...real({ max_model_len: 9_000 }), model_type: 'embedding' },
      code: 'ContextBeyondModel',
      proof: /max_model_len \(9000\) is greater than the derived/,
      fix: /8192/,
      mended: seeEmbeddings,
    },
    {
      what: 'a slip in the name of an option',
      fields: real({ extra_args: ['--max-num-seqz', '2'] }),
      code: 'UnknownArgument',
      proof: /unrecognized arguments: --max-num-seqz/,
      fix: /--max-num-seqs/,
      mended: seeRequestsWait,
    },
  ];

  const COMMANDS: Job[] = [
    {
      what: 'a module of Python',
      name: 'python',
      fields: real({
        command: ['python3', '-m', 'vllm.entrypoints.openai.api_server'],
        args: [`--model=${REAL_MODEL}`, '--served_model_name', 'python'],
      }),
      mended: seeStreamEndBeforeTheEngine,
    },
    {
      what: 'a script',
      name: 'script',
      fields: real({
        command: ['sh', '-c'],
        args: [`exec vllm serve ${REAL_MODEL} --served-model-name script`],
      }),
      mended: seeAnswer,
      // To wait out a request would take a minute
      endsWithinMs: 35_000,
    },
  ];

  const JOBS = [...FAILURES, ...MENDED, ...COMMANDS];

  beforeAll(async () => {
    broken = await BrokenModels.make();
    engines = await startRealEngines(await databases.init('SQLITE_3'), {
      hubFolders: [broken.folder],
      enginesAtATime: AT_A_TIME,
    });
    const { body } = await engineer()
      .post('/keys')
      .send({ name: 'a key' })
      .expect(201);
    openai = new OpenAI({
      baseURL: `${engines.portal.url}${ROOT_MOUNT}/openai/v1`,
      apiKey: body.secret,
      maxRetries: 0,
    });
    for (const [index, job] of JOBS.entries()) {
      const { name = `job-${index}` } = job;
      const result = inTurn(() => run(job, name));
      // It is known when its test asks
      result.catch(() => {});
      results.set(job.what, result);
    }
  });

  afterAll(async () => {
    inTurn.clearQueue();
    await engines?.stop();
    broken?.remove();
  });

  async function run(job: Job, name: string): Promise<void> {
    const { models } = engines;
    const id = await models.create(name, job.fields);
    try {
      if (job.code) {
        await seeFailure(id, job);
      } else {
        await models.waitForStatus(id, 'running', START_MS);
      }
      await job.mended?.(name, id);
    } finally {
      // What a test has ended itself is gone
      await engineer().delete(`/${id}`);
      await models.waitUntilGone(id, job.endsWithinMs ?? START_MS);
    }
  }

  async function seeFailure(id: string, job: Job): Promise<void> {
    const { models } = engines;
    const { code, proof, fix, mended } = job;
    const { status_reason } = await models.waitForStatus(
      id,
      'failed',
      START_MS,
    );
    const { body } = await engineer().get(`/${id}/diagnosis`).expect(200);
    const [finding] = body.findings;
    expect([status_reason?.code, finding.code]).toEqual([code, code]);
    expect(finding.evidence).toContainEqual(
      expect.objectContaining({
        source: 'log',
        text: expect.stringMatching(proof!),
      }),
    );
    expect(finding.fix?.title ?? '').toMatch(fix ?? /^$/);
    if (finding.fix) {
      const put = (query: string) =>
        engineer().put(`/${id}${query}`).send(finding.fix!.body).expect(200);
      await put('?dry_run=true');
      if (mended) {
        await put('');
        await models.waitForStatus(id, 'running', START_MS);
      }
    }
  }

  async function seeEmbeddings(model: string): Promise<void> {
    const { data, usage } = await openai.embeddings.create({
      model,
      input: ['A city in France', 'A number'],
    });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([576, 576]);
    expect(usage.prompt_tokens).toBeGreaterThan(5);
  }

  async function seeAnswer(model: string): Promise<void> {
    const { choices } = await openai.chat.completions.create({
      model,
      temperature: 0,
      messages: [{ role: 'user', content: 'Name the capital of France.' }],
    });
    expect(choices[0].message.content).toBe('The capital of France is Paris.');
  }

  /** More at once than it takes, for as long as nobody has seen it. */
  async function seeRequestsWait(model: string, id: string): Promise<void> {
    const leaving = new AbortController();
    const keepAsking = async () => {
      while (!leaving.signal.aborted) {
        await openai.chat.completions
          .create(
            { ...longAnswer(model), stream: false },
            { signal: leaving.signal },
          )
          .catch(error => {
            if (!leaving.signal.aborted) {
              throw error;
            }
          });
      }
    };
    const asking = Promise.all(Array.from({ length: 8 }, keepAsking));
    const seen = waitFor(
      'requests to wait',
      async () => {
        const { body } = await engineer()
          .get(`/${id}/metrics?range=1m&step=15s`)
          .expect(200);
        const [running, waiting] = ['running', 'waiting'].map(
          what =>
            (body as ModelMetrics).series
              .find(({ metric }) => metric === `requests_${what}`)
              ?.points?.at(-1)?.value,
        );
        return running === 2 && waiting! > 0;
      },
      { timeoutMs: 60_000, intervalMs: 1_000 },
    ).finally(() => leaving.abort());
    await Promise.all([seen, asking]);
  }

  /** An engine that would leave its requests behind is not asked to end before they did. */
  async function seeStreamEndBeforeTheEngine(
    model: string,
    id: string,
  ): Promise<void> {
    const stream = await openai.chat.completions.create({
      ...longAnswer(model),
      stream: true,
    });
    let pieces = 0;
    let finish: string | null = null;
    for await (const chunk of stream) {
      if (pieces++ === 3) {
        await engineer().delete(`/${id}`).expect(204);
      }
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(finish).toBe('length');
  }

  describe('tells of', () => {
    it.each(FAILURES)('$what', ({ what }) =>
      expect(results.get(what)).resolves.toBeUndefined(),
    );
  });

  describe('is mended by what is offered, of', () => {
    it.each(MENDED)('$what', ({ what }) =>
      expect(results.get(what)).resolves.toBeUndefined(),
    );
  });

  describe('runs by', () => {
    it.each(COMMANDS)('$what', ({ what }) =>
      expect(results.get(what)).resolves.toBeUndefined(),
    );
  });
});

function longAnswer(model: string) {
  return {
    model,
    max_tokens: 300,
    messages: [{ role: 'user' as const, content: 'Count.' }],
    // Of the engine's own, so that it takes its time
    ...{ ignore_eos: true },
  };
}
