import path from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  type DevCluster,
  installLightEngine,
  type LightEngine,
  startCluster,
  startLightEngine,
} from '@orgmodels/dev-cluster';
import { embed, generateObject, generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import {
  installPythonPackages,
  runPython,
} from '../../__testUtils__/runPython';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const MESSAGES = [
  { role: 'user' as const, content: 'Name the capital of France.' },
];
const PARIS = 'The capital of France is Paris.';
const PLACE = z.object({ city: z.string() });

// A small real model answers: what clients see is a real engine's
describe('clients that know nothing of us', () => {
  let engine: LightEngine;
  let cluster: DevCluster;
  let portal: TestPortal;
  let packages: string;
  let baseURL: string;
  let apiKey: string;
  let models: ModelsDriver;

  beforeAll(async () => {
    const [files, installed] = await Promise.all([
      installLightEngine({ onProgress: () => {} }),
      installPythonPackages(path.join(__dirname, 'clients/requirements.txt')),
    ]);
    packages = installed;
    engine = await startLightEngine(files);
    cluster = await startCluster({ standIns: { engines: { source: engine } } });
    portal = await startPortal({ kubeconfig: cluster.kubeconfig });
    baseURL = `${portal.url}${ROOT_MOUNT}/openai/v1`;
    models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
    apiKey = await makeKey();
    await Promise.all([
      models.createRunning('smol'),
      models.createRunning('vectors', {
        model_type: 'embedding',
        huggingface_id: 'BAAI/bge-m3',
      }),
    ]);
  }, 300_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
    await engine?.stop();
  });

  async function makeKey(limits: object = {}): Promise<string> {
    const { body } = await portal
      .as('acme-engineer')
      .post('/keys')
      .send({ name: 'of a program', limits })
      .expect(201);
    return body.secret;
  }

  const runProgram = (name: string, env: Record<string, string> = {}) =>
    runPython(path.join(__dirname, 'clients', name), {
      packages,
      env: { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey, ...env },
    });

  describe("OpenAI's package for JavaScript", () => {
    const client = (maxRetries = 0) =>
      new OpenAI({ baseURL, apiKey, maxRetries });

    it('lists, chats, completes and embeds', async () => {
      const listed = await client().models.list();
      expect(listed.data.map(({ id }) => id).sort()).toEqual([
        'smol',
        'vectors',
      ]);
      const { id } = await client().models.retrieve('smol');
      expect(id).toBe('smol');
      const asked = { model: 'smol', temperature: 0 };
      const chat = await client().chat.completions.create({
        ...asked,
        messages: MESSAGES,
      });
      expect(chat.choices[0].message.content).toBe(PARIS);
      const completion = await client().completions.create({
        ...asked,
        prompt: 'One, two, three,',
        max_tokens: 4,
      });
      expect(completion.usage?.completion_tokens).toBe(4);
      const { data } = await client().embeddings.create({
        model: 'vectors',
        input: ['one', 'two'],
      });
      expect(data.map(({ embedding }) => Math.hypot(...embedding))).toEqual([
        expect.closeTo(1),
        expect.closeTo(1),
      ]);
    });

    it('streams, with the events of its own helper', async () => {
      const deltas: string[] = [];
      const stream = client()
        .chat.completions.stream({
          model: 'smol',
          temperature: 0,
          messages: MESSAGES,
          stream_options: { include_usage: true },
        })
        .on('content', delta => deltas.push(delta));
      const whole = await stream.finalChatCompletion();
      expect(deltas.length).toBeGreaterThan(3);
      expect(deltas.join('')).toBe(PARIS);
      expect(whole.usage?.completion_tokens).toBeGreaterThan(3);
    });

    it('parses what has a structure', async () => {
      const { choices } = await client().chat.completions.parse({
        model: 'smol',
        temperature: 0,
        max_tokens: 32,
        messages: MESSAGES,
        response_format: zodResponseFormat(PLACE, 'place'),
      });
      expect(choices[0].message.parsed).toEqual({ city: expect.any(String) });
    });

    it('waits for a model that is being started', async () => {
      const id = await models.create('late');
      const statuses: number[] = [];
      const patient = new OpenAI({
        baseURL,
        apiKey,
        maxRetries: 6,
        fetch: async (...asked) => {
          const answer = await fetch(...asked);
          statuses.push(answer.status);
          return answer;
        },
      });
      const answer = await patient.chat.completions.create({
        model: 'late',
        temperature: 0,
        messages: MESSAGES,
      });
      expect(answer.choices[0].message.content).toBe(PARIS);
      expect([statuses[0], statuses.at(-1)]).toEqual([503, 200]);
      await portal.as('acme-engineer').delete(`/${id}`).expect(204);
    });
  });

  describe("Anthropic's package", () => {
    const client = (maxRetries = 0) =>
      new Anthropic({
        ...{ apiKey, maxRetries },
        baseURL: baseURL.replace(/\/v1$/, ''),
      });
    const asked = () => ({
      ...{ model: 'smol', max_tokens: 32, temperature: 0 },
      messages: MESSAGES,
    });

    it('lists, counts and answers', async () => {
      const listed: string[] = [];
      for await (const { id } of client().models.list({ limit: 1 })) {
        listed.push(id);
      }
      expect(listed).toEqual(expect.arrayContaining(['smol', 'vectors']));
      expect((await client().models.retrieve('smol')).type).toBe('model');
      const answer = await client().messages.create(asked());
      expect(answer.content).toEqual([{ type: 'text', text: PARIS }]);
      const { messages, model } = asked();
      const counted = await client().messages.countTokens({ model, messages });
      expect(counted.input_tokens).toBe(answer.usage.input_tokens);
      const short = await client().messages.create({
        ...asked(),
        ...{ max_tokens: 2, system: 'Be brief.' },
      });
      expect([short.stop_reason, short.usage.output_tokens]).toEqual([
        'max_tokens',
        2,
      ]);
    });

    it('streams, and leaves', async () => {
      const stream = client().messages.stream(asked());
      expect(await stream.finalText()).toBe(PARIS);
      expect((await stream.finalMessage()).usage.output_tokens).toBeGreaterThan(
        3,
      );
      const left = client().messages.stream(asked());
      left.once('text', () => left.abort());
      await expect(left.done()).rejects.toThrow(Anthropic.APIUserAbortError);
    });

    it('knows what is wrong', async () => {
      const nobody = { ...asked(), model: 'nobody' };
      await expect(client().messages.create(nobody)).rejects.toThrow(
        Anthropic.NotFoundError,
      );
      await expect(client().models.retrieve('nobody')).rejects.toMatchObject({
        type: 'not_found_error',
      });
      const { max_tokens: _, ...unlimited } = asked();
      await expect(
        client().messages.create(unlimited as ReturnType<typeof asked>),
      ).rejects.toThrow(Anthropic.BadRequestError);
      const stranger = new Anthropic({
        ...{ apiKey: 'om_unknown', maxRetries: 0 },
        baseURL: baseURL.replace(/\/v1$/, ''),
      });
      await expect(stranger.messages.create(asked())).rejects.toThrow(
        Anthropic.AuthenticationError,
      );
    });
  });

  it("OpenAI's package for Python", async () => {
    const seen = await runProgram('use_openai.py', {
      LIMITED_KEY: await makeKey({ requests_per_minute: 1 }),
    });
    expect(seen).toEqual({
      models: expect.arrayContaining(['smol', 'vectors']),
      chat: PARIS,
      tokens: seen.stream_tokens,
      stream: PARIS,
      stream_tokens: expect.any(Number),
      structured: 'Place',
      embeddings: [16, 16],
      unknown: ['NotFoundError', 404, 'model_not_found'],
      too_long: ['BadRequestError', 400, expect.anything()],
      limited: ['0', true],
    });
  });

  it('LangChain', async () => {
    const seen = await runProgram('use_langchain.py');
    expect(seen).toEqual({
      chat: PARIS,
      tokens: expect.any(Number),
      stream: PARIS,
      structured: 'Place',
      batch: [true, true, true, true],
      embeddings: 16,
    });
  });

  it('the AI SDK of Vercel', async () => {
    const provider = createOpenAICompatible({
      name: 'models',
      baseURL,
      apiKey,
      includeUsage: true,
      supportsStructuredOutputs: true,
    });
    const asked = {
      model: provider('smol'),
      temperature: 0,
      maxOutputTokens: 32,
      prompt: MESSAGES[0].content,
    };
    const { text, usage } = await generateText(asked);
    expect(text).toBe(PARIS);
    const streamed = streamText(asked);
    const pieces: string[] = [];
    for await (const piece of streamed.textStream) {
      pieces.push(piece);
    }
    expect(pieces.join('')).toBe(PARIS);
    expect((await streamed.usage).outputTokens).toBe(usage.outputTokens);
    const { object } = await generateObject({ ...asked, schema: PLACE });
    expect(object.city).toEqual(expect.any(String));
    const { embedding } = await embed({
      model: provider.embeddingModel('vectors'),
      value: 'one',
    });
    expect(embedding).toHaveLength(16);
    await expect(
      generateText({ ...asked, model: provider('nobody'), maxRetries: 0 }),
    ).rejects.toMatchObject({ statusCode: 404 });
  });
});
