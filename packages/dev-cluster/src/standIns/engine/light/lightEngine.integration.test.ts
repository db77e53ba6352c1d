import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { waitFor } from '../../../testing/waitFor';
import { createEngine, Engine } from '../createEngine';
import { installLightEngine } from './installLightEngine';
import { LightEngine, startLightEngine } from './startLightEngine';

const model = {
  root: 'acme/smol',
  names: ['smol'],
  kind: 'generate' as const,
  maxModelLen: 40_960,
  port: 8000,
};

const FRANCE = [{ role: 'user', content: 'Name the capital of France.' }];

jest.setTimeout(30_000);

describe('the light engine', () => {
  let source: LightEngine;
  let engine: Engine;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    source = await startLightEngine(
      await installLightEngine({ onProgress: () => undefined }),
    );
    engine = createEngine(model, {
      source,
      maxRunning: 8,
      tokensPerSecond: 200,
    });
    server = createServer(engine.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, 180_000);

  afterAll(async () => {
    server?.close();
    await source?.stop();
  });

  const chat = (body: object, signal?: AbortSignal) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: 'smol', temperature: 0, ...body }),
      signal,
    });

  const readMetric = async (name: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const line = text.split('\n').find(each => each.startsWith(`${name}{`));
    return Number(line?.split(' ').at(-1));
  };

  it('says what it is', async () => {
    const { version } = await (await fetch(`${url}/version`)).json();
    expect(version).toMatch(/^light/);
    const { data } = await (await fetch(`${url}/v1/models`)).json();
    expect(data).toMatchObject([
      { id: 'smol', owned_by: 'light-engine', max_model_len: 2_048 },
    ]);
  });

  it('answers by a real model, and counts its tokens, streamed as not', async () => {
    const whole = await (await chat({ messages: FRANCE })).json();
    expect(whole.choices[0]).toMatchObject({
      message: { content: 'The capital of France is Paris.' },
      finish_reason: 'stop',
    });
    const before = await readMetric('vllm:generation_tokens_total');
    const streamed = await chat({
      messages: FRANCE,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = (await streamed.text())
      .split('\n')
      .filter(line => line.startsWith('data: {'))
      .map(line => JSON.parse(line.slice(6)));
    const words = chunks.map(chunk => chunk.choices[0]?.delta.content ?? '');
    expect(words.join('')).toBe('The capital of France is Paris.');
    expect(chunks.at(-1).usage).toEqual(whole.usage);
    expect((await readMetric('vllm:generation_tokens_total')) - before).toBe(
      whole.usage.completion_tokens,
    );
  });

  it('keeps to a schema, to stop words and to a limit', async () => {
    const schema = {
      type: 'object',
      properties: { city: { enum: ['Paris', 'Rome'] } },
      required: ['city'],
      additionalProperties: false,
    };
    const shaped = await chat({
      messages: FRANCE,
      max_tokens: 64,
      response_format: { type: 'json_schema', json_schema: { schema } },
    });
    const { choices } = await shaped.json();
    expect(JSON.parse(choices[0].message.content).city).toMatch(/Paris|Rome/);
    const stopped = await (
      await chat({ messages: FRANCE, stop: ' is' })
    ).json();
    expect(stopped.choices[0].message.content).toBe('The capital of France');
    const short = await (
      await chat({ messages: FRANCE, max_tokens: 2 })
    ).json();
    expect(short).toMatchObject({
      choices: [{ finish_reason: 'length' }],
      usage: { completion_tokens: 2 },
    });
  });

  it('refuses what is too long for it', async () => {
    const content = 'word '.repeat(3_000);
    const answer = await chat({ messages: [{ role: 'user', content }] });
    expect(answer.status).toBe(400);
    expect((await answer.json()).error.message).toMatch(/maximum context/);
  });

  it('ends a request whose client leaves', async () => {
    const leave = new AbortController();
    const asked = { messages: FRANCE, stream: true, ignore_eos: true };
    await chat(asked, leave.signal);
    expect(await readMetric('vllm:num_requests_running')).toBe(1);
    leave.abort();
    await waitFor('it to be ended', async () => {
      return (await readMetric('vllm:num_requests_running')) === 0;
    });
  });
});
