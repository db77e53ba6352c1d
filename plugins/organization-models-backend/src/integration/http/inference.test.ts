import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { waitFor } from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import OpenAI from 'openai';
import { ENGINE_ANSWER, EngineServer } from '../../__testUtils__/EngineServer';
import { PodForwarder } from '../../__testUtils__/PodForwarder';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';
import {
  forwardedCluster,
  seePods,
} from '../../__testUtils__/forwardedCluster';
import type { PodFacts } from '../../domain/facts/ObservedModel';

jest.setTimeout(60_000);

const QWEN = 'mdl_00000000000000000001';
const STOPPED = 'mdl_00000000000000000002';
const LOADING = 'mdl_00000000000000000003';
const FOREIGN = 'mdl_00000000000000000004';
const OWN_COMMAND = 'mdl_00000000000000000005';
const BROKEN = 'mdl_00000000000000000006';
const PLUGIN_MOUNT = '/api/organization-models/v1/organization/models';
const QUESTION = {
  model: 'qwen',
  messages: [{ role: 'user' as const, content: 'What is the capital?' }],
};

describe('talking to models', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const ports: Record<string, number> = {};
  const portals: TestPortal[] = [];
  let engine: EngineServer;
  let forwarder: PodForwarder;
  let knex: Knex;
  let stores: Database;
  let portal: TestPortal;
  let secret: string;
  let keyId: string;

  const start = async (config: object = {}) => {
    const started = await startPortal({
      knex,
      config: {
        controller: { enabled: false },
        inference: { maxBodyMegabytes: 1 },
        clusters: [forwardedCluster(forwarder)],
        ...config,
      },
    });
    portals.push(started);
    return started;
  };

  const observe = (modelId: string, pods: Partial<PodFacts>[]) =>
    seePods(stores, modelId, pods);

  /** A new key; what was not written down of others is by then. */
  const makeKey = async (fields: object = {}, at = portal) => {
    const { body } = await at
      .as('acme-engineer')
      .post('/keys')
      .send({ name: 'a key', ...fields })
      .expect(201);
    return body as { secret: string; key: { id: string } };
  };

  const client = (
    options: { key?: string; base?: string; maxRetries?: number } = {},
  ) =>
    new OpenAI({
      baseURL: `${portal.url}${options.base ?? `${ROOT_MOUNT}/openai/v1`}`,
      apiKey: options.key ?? secret,
      maxRetries: options.maxRetries ?? 0,
    });

  const post = (
    path: string,
    body: unknown,
    options: { token?: string; headers?: object; signal?: AbortSignal } = {},
  ) =>
    fetch(`${portal.url}${ROOT_MOUNT}${path}`, {
      method: 'POST',
      signal: options.signal,
      headers: {
        Authorization: `Bearer ${options.token ?? secret}`,
        'Content-Type': 'application/json',
        ...options.headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  const usageOf = async (id: string) => {
    const { body } = await portal
      .as('acme-engineer')
      .get('/usage?group_by=key')
      .expect(200);
    return body.usage.find((row: any) => row.key === id);
  };

  const waitForUsage = (id: string, expected: object) =>
    waitFor('usage', async () => {
      const row = await usageOf(id);
      expect(row).toMatchObject(expected);
      return true;
    });

  beforeAll(async () => {
    engine = await EngineServer.start();
    forwarder = await PodForwarder.start(pod => ports[pod] ?? engine.port);
    knex = await databases.init('SQLITE_3');
    portal = await start();
    stores = await openStores(knex);
    await insertModel(
      stores,
      buildStoredModel({
        id: QWEN,
        name: 'qwen',
        spec: { display_name: 'Qwen 3', huggingface_id: 'Qwen/Qwen3-0.6B' },
      }),
    );
    await insertModel(
      stores,
      buildStoredModel({
        id: STOPPED,
        name: 'stopped',
        status: 'stopped',
        spec: { desired_state: 'stopped' },
      }),
    );
    await insertModel(
      stores,
      buildStoredModel({
        id: LOADING,
        name: 'loading',
        status: 'creating',
        statusReason: {
          code: 'LoadingWeights',
          message: 'The weights are being read',
          observed_at: new Date().toISOString(),
        },
      }),
    );
    await insertModel(
      stores,
      buildStoredModel({ id: BROKEN, name: 'broken', status: 'failed' }),
    );
    await insertModel(
      stores,
      buildStoredModel({
        id: FOREIGN,
        name: 'foreign',
        organizationId: 'group:default/globex',
        spec: { is_public: true },
      }),
    );
    const own = buildStoredModel({ id: OWN_COMMAND, name: 'own-command' });
    await insertModel(stores, {
      ...own,
      resolved: { ...own.resolved, command: ['vllm', 'serve', 'some/thing'] },
    });
    await observe(QWEN, [{ name: 'qwen-0' }]);
    await observe(OWN_COMMAND, [{ name: 'own-0' }]);
    await observe(FOREIGN, [{ name: 'foreign-0' }]);
    await observe(LOADING, [{ name: 'loading-0', ready: false }]);
    ({
      secret,
      key: { id: keyId },
    } = await makeKey());
  });

  afterEach(() => engine.reset());

  afterAll(async () => {
    await Promise.all(portals.map(started => started.stop()));
    forwarder?.stop();
    engine?.stop();
  });

  describe('by the client of OpenAI', () => {
    it.each([
      ['of the organization', `${ROOT_MOUNT}/openai/v1`],
      ['of the model', `${ROOT_MOUNT}/${QWEN}/v1`],
      ['of the plugin', `${PLUGIN_MOUNT}/openai/v1`],
    ])('answers a chat below the path %s', async (_, base) => {
      const answer = await client({ base }).chat.completions.create(QUESTION);
      expect(answer.choices[0].message.content).toBe(ENGINE_ANSWER.text);
      expect(answer.usage?.completion_tokens).toBe(7);
      expect(engine.requests.at(-1)?.path).toBe('/v1/chat/completions');
    });

    it('streams, and shows usage only to who asked for it', async () => {
      for (const stream_options of [undefined, { include_usage: true }]) {
        const stream = await client().chat.completions.create({
          ...QUESTION,
          stream: true,
          stream_options,
        });
        const chunks = [];
        for await (const chunk of stream) {
          chunks.push(chunk);
        }
        const text = chunks.map(
          ({ choices }) => choices[0]?.delta.content ?? '',
        );
        expect(text.join('')).toBe(ENGINE_ANSWER.text);
        const told = chunks.filter(({ usage }) => usage);
        expect(told).toHaveLength(stream_options ? 1 : 0);
        expect(chunks.filter(({ choices }) => !choices.length)).toEqual(told);
      }
    });

    it('takes what else names the model, and calls it as the engine does', async () => {
      for (const model of [QWEN, 'Qwen 3']) {
        await client().chat.completions.create({ ...QUESTION, model });
        expect(engine.requests.at(-1)?.body.model).toBe('qwen');
      }
      const base = `${ROOT_MOUNT}/${QWEN}/v1`;
      await client({ base }).chat.completions.create({
        ...QUESTION,
        model: 'Qwen/Qwen3-0.6B',
      });
      engine.servedName = 'some/thing';
      await client().chat.completions.create({
        ...QUESTION,
        model: 'own-command',
      });
      expect(engine.requests.at(-1)?.body.model).toBe('some/thing');
    });

    it('lists the models that may be asked', async () => {
      const { data } = await client().models.list();
      expect(data.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['qwen', 'stopped', 'loading', 'own-command']),
      );
      expect(data).toHaveLength(5);
      const few = await makeKey({ models: ['qwen'] });
      const opened = await client({ key: few.secret }).models.list();
      expect(opened.data.map(({ id }) => id)).toEqual(['qwen']);
    });

    it('embeds and tokenizes', async () => {
      const { data } = await client().embeddings.create({
        model: 'qwen',
        input: 'x',
        encoding_format: 'float',
      });
      expect(data[0].embedding).toEqual([0.5, 0.25]);
      const answer = await post(`/${QWEN}/v1/tokenize`, { prompt: 'x' });
      expect(await answer.json()).toEqual({ count: 2, tokens: [1, 2] });
      expect(engine.requests.at(-1)?.path).toBe('/tokenize');
    });

    it('gets errors as it knows them', async () => {
      const ask = (model: string, key = secret) =>
        client({ key }).chat.completions.create({ ...QUESTION, model });
      await expect(ask('nobody')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
      await expect(ask('foreign')).rejects.toMatchObject({
        status: 404,
        code: 'model_not_found',
      });
      await expect(ask('qwen', 'om_nonsense')).rejects.toBeInstanceOf(
        OpenAI.AuthenticationError,
      );
      await expect(ask('loading')).rejects.toMatchObject({
        status: 503,
        code: 'LoadingWeights',
        message: expect.stringContaining('The weights are being read'),
        headers: expect.objectContaining({}),
      });
    });

    // Its client waits by itself, which is of use for one that is on its way
    it.each([
      ['loading', '10', null],
      ['stopped', '60', 'false'],
      ['broken', '60', 'false'],
    ])(
      'is told whether to wait for one that is %s',
      async (model, after, should) => {
        const answer = await post('/openai/v1/chat/completions', {
          ...QUESTION,
          model,
        });
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toBe(after);
        expect(answer.headers.get('x-should-retry')).toBe(should);
      },
    );

    it('tries again what was not ready', async () => {
      let times = 0;
      engine.answer = (_, res) => {
        if (++times < 2) {
          res.writeHead(503, { 'Retry-After': '0.01' });
          res.end('{}');
        } else {
          engine.answer = undefined;
          res.writeHead(200, { 'Content-Type': 'application/json' });
          res.end('{"object":"chat.completion","choices":[]}');
        }
      };
      const answer = await client({
        maxRetries: 2,
      }).chat.completions.create(QUESTION);
      expect(answer.choices).toEqual([]);
      expect(times).toBe(2);
    });
  });

  describe('a stream', () => {
    it('goes on piece by piece, uncompressed, and ends the request with its reader', async () => {
      const { secret: own, key } = await makeKey();
      const more: (() => void)[] = [];
      engine.beforeToken = () =>
        new Promise<void>(resolve => {
          more.push(resolve);
        });
      const abort = new AbortController();
      const asked = once(engine.events, 'request');
      const answering = post(
        '/openai/v1/chat/completions',
        { ...QUESTION, stream: true },
        { signal: abort.signal, token: own },
      );
      await asked;
      const answer = await answering;
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(answer.headers.get('cache-control')).toContain('no-transform');
      const reader = answer.body!.getReader();
      for (const word of ['The', ' capital']) {
        more.shift()!();
        const { value } = await reader.read();
        const text = Buffer.from(value!).toString();
        expect(text).toContain(JSON.stringify(word));
        expect(text).not.toContain('usage');
      }
      const gone = once(engine.events, 'gone');
      const begun = performance.now();
      abort.abort();
      await gone;
      expect(performance.now() - begun).toBeLessThan(200);
      more.forEach(resolve => resolve());
      await waitForUsage(key.id, {
        requests: 1,
        errors: 0,
        prompt_tokens: ENGINE_ANSWER.promptTokens,
        completion_tokens: 2,
      });
    });

    it('ends a request that has no answer yet, too', async () => {
      engine.answer = () => {};
      const abort = new AbortController();
      const asked = once(engine.events, 'request');
      const answering = post('/openai/v1/chat/completions', QUESTION, {
        signal: abort.signal,
      });
      await asked;
      const gone = once(engine.events, 'gone');
      abort.abort();
      await expect(answering).rejects.toThrow();
      await gone;
    });

    it('tells in itself that the engine broke it off, and asks no other', async () => {
      await observe(QWEN, [{ name: 'qwen-0' }, { name: 'qwen-1' }]);
      await delay(1_100);
      let tellRead: () => void;
      const hasRead = new Promise<void>(resolve => {
        tellRead = resolve;
      });
      engine.beforeToken = async (index, res) => {
        if (index === 2) {
          await hasRead;
          res.destroy();
        }
      };
      const stream = await client().chat.completions.create({
        ...QUESTION,
        stream: true,
      });
      const read = async () => {
        for await (const chunk of stream) {
          expect(chunk).toBeTruthy();
          tellRead();
        }
      };
      await expect(read()).rejects.toThrow('broke the connection off');
      expect(engine.requests).toHaveLength(1);
      await observe(QWEN, [{ name: 'qwen-0' }]);
      await delay(1_100);
    });
  });

  describe('replicas', () => {
    let other: EngineServer;

    beforeAll(async () => {
      other = await EngineServer.start();
      ports['qwen-1'] = other.port;
      ports['qwen-gone'] = 0;
    });

    afterAll(async () => {
      other.stop();
      await observe(QWEN, [{ name: 'qwen-0' }]);
      await delay(1_100);
    });

    const use = async (...pods: Partial<PodFacts>[]) => {
      await observe(QWEN, pods);
      // Until what was read is read again
      await delay(1_100);
      other.reset();
    };

    it('share what is asked, the least busy first', async () => {
      await use({ name: 'qwen-0' }, { name: 'qwen-1' });
      const free: (() => void)[] = [];
      for (const server of [engine, other]) {
        server.beforeToken = () =>
          new Promise<void>(resolve => {
            free.push(resolve);
          });
      }
      const asking = [1, 2, 3, 4].map(async () => {
        const stream = await client().chat.completions.create({
          ...QUESTION,
          stream: true,
        });
        for await (const chunk of stream) {
          expect(chunk).toBeTruthy();
        }
      });
      await waitFor('all to be asked', async () => {
        expect(engine.running + other.running).toBe(4);
        return true;
      });
      expect([engine.running, other.running]).toEqual([2, 2]);
      for (const server of [engine, other]) {
        server.beforeToken = () => {};
      }
      free.forEach(resolve => resolve());
      await Promise.all(asking);
    });

    it('stand in for one that cannot be connected to', async () => {
      await use({ name: 'qwen-gone' }, { name: 'qwen-1' });
      for (let time = 0; time < 3; time++) {
        await client().chat.completions.create(QUESTION);
      }
      expect(other.requests).toHaveLength(3);
    });

    it('get nothing while they end; without any it is 503', async () => {
      await use({ name: 'qwen-0', deleting: true }, { name: 'qwen-1' });
      await client().chat.completions.create(QUESTION);
      expect([engine.requests.length, other.requests.length]).toEqual([0, 1]);
      await use({ name: 'qwen-gone' });
      const answer = await post('/openai/v1/chat/completions', QUESTION);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
    });
  });

  describe('what is refused', () => {
    it.each<[string, string, number, string]>([
      ['no JSON', '{"secret": canary', 400, 'invalid_json'],
      ['a list', '[]', 400, 'invalid_json'],
      ['nothing', '', 400, 'invalid_json'],
      ['no model', '{}', 400, 'missing_model'],
      ['a model that is no text', '{"model":1}', 400, 'missing_model'],
      ['a model with NUL', '{"model":"\\u0000"}', 404, 'model_not_found'],
      ['too much', `{"a":"${'x'.repeat(2 ** 20)}"}`, 413, 'body_too_large'],
    ])('is %s', async (_, body, status, code) => {
      const answer = await post('/openai/v1/chat/completions', body);
      const text = await answer.text();
      expect([answer.status, JSON.parse(text).error.code]).toEqual([
        status,
        code,
      ]);
      expect(text).not.toContain('canary');
      expect(engine.requests).toEqual([]);
    });

    it.each([
      '/metrics',
      '/v1/load_lora_adapter',
      '/v1/../docs',
      '/v1/metrics',
    ])('is the path %s of the engine', async path => {
      for (const verb of ['GET', 'POST']) {
        const answer = await fetch(
          `${portal.url}${ROOT_MOUNT}/${QWEN}${path}`,
          { method: verb, headers: { Authorization: `Bearer ${secret}` } },
        );
        expect([401, 404]).toContain(answer.status);
      }
      expect(engine.requests).toEqual([]);
    });

    it('is whatever is not of these paths, to a key', async () => {
      for (const path of ['', '/all', `/${QWEN}`, '/keys', '/usage']) {
        for (const mount of [ROOT_MOUNT, PLUGIN_MOUNT]) {
          const answer = await fetch(`${portal.url}${mount}${path}`, {
            headers: { Authorization: `Bearer ${secret}` },
          });
          expect([path, answer.status]).toEqual([path, 401]);
        }
      }
    });

    it('is a model that the key does not open', async () => {
      const few = await makeKey({ models: [STOPPED] });
      const answer = await post('/openai/v1/chat/completions', QUESTION, {
        token: few.secret,
      });
      expect(answer.status).toBe(404);
    });

    it("is another organization's name beside a key", async () => {
      const answer = await post('/openai/v1/chat/completions', QUESTION, {
        headers: { 'X-Organization': 'globex' },
      });
      expect(answer.status).toBe(403);
    });

    it('is a key that has expired', async () => {
      const soon = new Date(Date.now() + 300).toISOString();
      const { secret: brief } = await makeKey({ expires_at: soon });
      await delay(350);
      const answer = await post('/openai/v1/chat/completions', QUESTION, {
        token: brief,
      });
      expect(answer.status).toBe(401);
    });
  });

  it('lists models and tells errors to clients of Anthropic’s, too', async () => {
    const get = async (path: string) => {
      const answer = await fetch(`${portal.url}${ROOT_MOUNT}/openai${path}`, {
        headers: { 'x-api-key': secret, 'anthropic-version': '2023-06-01' },
      });
      return answer.json();
    };
    const list = await get('/v1/models');
    expect(list).toMatchObject({
      first_id: list.data[0].id,
      last_id: list.data.at(-1).id,
      has_more: false,
    });
    expect(list.data[0]).toMatchObject({
      type: 'model',
      display_name: expect.any(String),
      created_at: expect.any(String),
    });
    expect(await get('/v1/models/nobody')).toMatchObject({
      type: 'error',
      error: { type: 'not_found_error' },
    });
  });

  it('takes tokens of Backstage, and keys as Anthropic sends them', async () => {
    const user = (name: string) =>
      mockCredentials.user.token(`user:default/${name}`);
    const path = '/openai/v1/chat/completions';
    const own = await post(path, QUESTION, { token: user('acme-engineer') });
    expect(own.status).toBe(200);
    const other = await post(path, QUESTION, {
      token: user('globex-engineer'),
    });
    expect(other.status).toBe(404);
    const anthropic = await fetch(
      `${portal.url}${ROOT_MOUNT}/openai/v1/messages`,
      {
        method: 'POST',
        headers: { 'x-api-key': secret, 'Content-Type': 'application/json' },
        body: JSON.stringify(QUESTION),
      },
    );
    expect(anthropic.status).toBe(200);
    expect(engine.requests.at(-1)?.headers['x-api-key']).toBeUndefined();
  });

  it('counts a user’s requests, and answers usage as a table', async () => {
    const token = mockCredentials.user.token('user:default/acme-colleague');
    await post('/openai/v1/chat/completions', QUESTION, { token });
    const row = await waitFor('usage', async () => {
      const { body } = await portal
        .as('acme-engineer')
        .get('/usage?group_by=user');
      return body.usage.find(
        (some: any) => some.user === 'user:default/acme-colleague',
      );
    });
    expect(row).toEqual({
      user: 'user:default/acme-colleague',
      requests: 1,
      errors: 0,
      prompt_tokens: ENGINE_ANSWER.promptTokens,
      cached_tokens: ENGINE_ANSWER.cachedTokens,
      completion_tokens: ENGINE_ANSWER.completionTokens,
    });
    const csv = await portal
      .as('acme-engineer')
      .get('/usage?group_by=model&format=csv')
      .expect('Content-Type', /text\/csv/);
    expect(csv.text.split('\r\n')[0]).toBe(
      'day,model,model_name,key,key_name,user,requests,errors,prompt_tokens,cached_tokens,completion_tokens,gpu_hours,cost',
    );
    expect(csv.text).toContain(`\r\n,${QWEN},qwen,,,,`);
  });

  it('costs, where prices are known, and to nobody else', async () => {
    const priced = await start({
      prices: { currency: 'EUR', gpuHour: { L4: 0.75 } },
    });
    const gpus = { type: 'NVIDIA-L4', count: 2 };
    await observe(QWEN, [
      { name: 'qwen-0', uid: 'priced-0', gpus },
      { name: 'qwen-1', uid: 'priced-1', gpus },
    ]);
    await observe(FOREIGN, [{ name: 'foreign-0', uid: 'priced-2', gpus }]);
    const user = priced.as('acme-engineer');
    const { body } = await user.get('/').expect(200);
    const cost = { currency: 'EUR', per_hour: 3 };
    expect(
      body.models.map((model: any) => [model.name, model.cost]).sort(),
    ).toEqual(
      ['broken', 'loading', 'own-command', 'qwen', 'stopped'].map(name => [
        name,
        name === 'qwen' ? cost : undefined,
      ]),
    );
    const own = await user.get(`/${QWEN}`).expect(200);
    expect(own.body.model.cost).toEqual(cost);
    const foreign = await user.get(`/${FOREIGN}`).expect(200);
    expect(foreign.body.model).not.toHaveProperty('cost');
    const unpriced = await portal.as('acme-engineer').get(`/${QWEN}`);
    expect(unpriced.body.model).not.toHaveProperty('cost');
    await observe(QWEN, [{ name: 'qwen-0' }]);
    await observe(FOREIGN, [{ name: 'foreign-0' }]);
    // Until what was read is read again
    await delay(1_100);
  });

  describe('limits', () => {
    const ask = (token: string) =>
      post('/openai/v1/chat/completions', QUESTION, { token });

    it('hold a key to its requests, and tell what is left', async () => {
      const { secret: limited } = await makeKey({
        limits: { requests_per_minute: 2 },
      });
      const answers = [];
      for (let time = 0; time < 3; time++) {
        answers.push(await ask(limited));
      }
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
      const told = answers.map(({ headers }) =>
        headers.get('x-ratelimit-remaining-requests'),
      );
      expect(told).toEqual(['1', '0', '0']);
      const last = answers[2].headers;
      expect(Number(last.get('retry-after'))).toBeGreaterThan(0);
      expect(last.get('x-ratelimit-limit-requests')).toBe('2');
    });

    it('hold it to its tokens of a day, in another backend as well', async () => {
      const { secret: limited, key } = await makeKey({
        limits: { tokens_per_day: 10 },
      });
      expect((await ask(limited)).status).toBe(200);
      expect((await ask(limited)).status).toBe(429);
      await waitForUsage(key.id, { requests: 1 });
      const beside = await start();
      const answer = await fetch(
        `${beside.url}${ROOT_MOUNT}/openai/v1/chat/completions`,
        {
          method: 'POST',
          headers: { Authorization: `Bearer ${limited}` },
          body: JSON.stringify(QUESTION),
        },
      );
      expect(answer.status).toBe(429);
    });
  });

  describe('keys', () => {
    it('show their secret once, and are nowhere as they are', async () => {
      const made = await makeKey({ name: 'ci', models: ['qwen'] });
      expect(made.secret).toMatch(/^om_[0-9A-Za-z]{43}$/);
      expect(made.key).toMatchObject({
        name: 'ci',
        prefix: made.secret.slice(0, 9),
        models: [QWEN],
        expires_at: null,
        limits: {},
        created_by: 'user:default/acme-engineer',
        last_used_at: null,
      });
      const { text } = await portal.as('acme-engineer').get('/keys');
      expect(text).toContain(made.key.id);
      expect(text).not.toContain(made.secret);
      const rows = JSON.stringify(await knex('api_keys').select());
      expect(rows).not.toContain(made.secret);
    });

    it('are no longer taken within 5 s, in any backend', async () => {
      const beside = await start();
      const { secret: brief, key } = await makeKey();
      const ask = async ({ url }: TestPortal) => {
        const { status } = await fetch(`${url}${ROOT_MOUNT}/openai/v1/models`, {
          headers: { Authorization: `Bearer ${brief}` },
        });
        return status;
      };
      expect([await ask(portal), await ask(beside)]).toEqual([200, 200]);
      const user = portal.as('acme-engineer');
      await user.delete(`/keys/${key.id}`).expect(204);
      const begun = performance.now();
      expect(await ask(portal)).toBe(401);
      await waitFor('the other backend to know', async () => {
        expect(await ask(beside)).toBe(401);
        return true;
      });
      expect(performance.now() - begun).toBeLessThan(5_000);
      await user.delete(`/keys/${key.id}`).expect(404);
      await portal.as('globex-engineer').delete(`/keys/${keyId}`).expect(404);
    });

    it('end what they ask meanwhile, in any backend; not so when they expire', async () => {
      const beside = await start();
      const { secret: revoked, key } = await makeKey();
      const expiry = Date.now() + 2_000;
      const { secret: expiring } = await makeKey({
        expires_at: new Date(expiry).toISOString(),
      });
      let letGo = () => {};
      const held = new Promise<void>(resolve => {
        letGo = resolve;
      });
      engine.beforeToken = index => (index === 2 ? held : undefined);
      const read = async ({ url }: TestPortal, apiKey: string) => {
        const openai = new OpenAI({
          ...{ apiKey, maxRetries: 0 },
          baseURL: `${url}${ROOT_MOUNT}/openai/v1`,
        });
        const stream = await openai.chat.completions.create({
          ...QUESTION,
          stream: true,
        });
        let text = '';
        for await (const { choices } of stream) {
          text += choices[0]?.delta.content ?? '';
        }
        return text;
      };
      const whole = fetch(`${beside.url}${ROOT_MOUNT}/openai/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': revoked, 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...QUESTION, stream: true }),
      });
      const ending = [portal, beside].map(each => read(each, revoked));
      const staying = read(portal, expiring);
      await waitFor('all of them to be asked', async () => {
        expect(engine.running).toBe(4);
        return true;
      });
      const begun = performance.now();
      await portal.as('acme-engineer').delete(`/keys/${key.id}`).expect(204);
      for (const each of ending) {
        await expect(each).rejects.toThrow('The key was revoked');
      }
      expect(await (await whole).text()).toMatch(
        /event: error\ndata: .*"authentication_error".*\n\n$/,
      );
      expect(performance.now() - begun).toBeLessThan(5_000);
      await waitFor('the engine to be left', async () => {
        expect(engine.running).toBe(1);
        return true;
      });
      await waitFor('the other key to expire', () => Date.now() > expiry);
      letGo();
      expect(await staying).toBe(ENGINE_ANSWER.text);
      await waitFor('what was asked to be written down', async () => {
        const { body } = await portal
          .as('acme-engineer')
          .get('/usage?group_by=key');
        expect(body.usage.find((row: any) => row.key === key.id)).toMatchObject(
          { requests: 3, errors: 0 },
        );
        return true;
      });
    });

    it.each<[object, string]>([
      [{}, 'name'],
      [{ name: '' }, 'name'],
      [{ name: 'hf_abcdefghijklm' }, 'name'],
      [{ name: 'a', models: ['foreign'] }, 'models.0'],
      [{ name: 'a', models: [] }, 'models'],
      [{ name: 'a', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
      [{ name: 'a', expires_at: 'tomorrow' }, 'expires_at'],
      [
        { name: 'a', limits: { requests_per_minute: 0 } },
        'limits.requests_per_minute',
      ],
      [{ name: 'a', scope: 'all' }, 'scope'],
    ])('are not made of %j', async (body, field) => {
      const answer = await portal
        .as('acme-engineer')
        .post('/keys')
        .send(body)
        .expect(400);
      expect(answer.body.error.details.map((one: any) => one.field)).toEqual([
        field,
      ]);
    });

    it('may ask for no more than administrators let them', async () => {
      const capped = await start({
        keys: { maxDays: 30, limits: { tokensPerDay: 1000 } },
      });
      const { body } = await capped
        .as('acme-engineer')
        .post('/keys')
        .send({
          name: 'a',
          expires_at: '2100-01-01T00:00:00Z',
          limits: { tokens_per_day: 2000 },
        })
        .expect(400);
      expect(body.error.details.map(({ field }: any) => field)).toEqual([
        'expires_at',
        'limits.tokens_per_day',
      ]);
      const { key } = (await makeKey({}, capped)) as any;
      expect(key.limits).toEqual({ tokens_per_day: 1000 });
      const days = (Date.parse(key.expires_at) - Date.now()) / 86_400_000;
      expect(days).toBeCloseTo(30, 1);
    });
  });

  it('keeps what was asked and answered in no table', async () => {
    const { secret: own, key } = await makeKey();
    const prompt = 'canary-of-a-prompt';
    const answer = await post(
      '/openai/v1/chat/completions',
      { ...QUESTION, messages: [{ role: 'user', content: prompt }] },
      { token: own },
    );
    expect(await answer.text()).toContain(ENGINE_ANSWER.text);
    expect(JSON.stringify(engine.requests)).toContain(prompt);
    await waitForUsage(key.id, { requests: 1 });
    const tables = await knex('sqlite_master').where({ type: 'table' });
    expect(tables.map(({ name }) => name)).toContain('usage_days');
    for (const { name } of tables) {
      const rows = JSON.stringify(await knex(name).select());
      expect([name, rows.includes(prompt)]).toEqual([name, false]);
      expect([name, rows.includes(ENGINE_ANSWER.text)]).toEqual([name, false]);
      expect([name, rows.includes(own)]).toEqual([name, false]);
    }
  });

  describe('an engine that keeps people waiting', () => {
    let impatient: TestPortal;

    beforeAll(async () => {
      impatient = await start({
        inference: { timeouts: { firstByteSeconds: 1, silenceSeconds: 1 } },
      });
    });

    const ask = (stream: boolean) =>
      fetch(`${impatient.url}${ROOT_MOUNT}/openai/v1/chat/completions`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${secret}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ ...QUESTION, stream }),
      });

    it('is left when its first byte is late', async () => {
      engine.answer = () => {};
      const gone = once(engine.events, 'gone');
      const answer = await ask(false);
      expect(answer.status).toBe(504);
      // Clients of OpenAI's would ask again what has just taken so long
      expect(answer.headers.get('x-should-retry')).toBe('false');
      expect((await answer.json()).error.code).toBe('engine_timeout');
      await gone;
    });

    it('is left when it falls silent, which the stream tells', async () => {
      const gone = once(engine.events, 'gone');
      engine.beforeToken = async index => {
        if (index === 2) {
          await gone;
        }
      };
      const answer = await ask(true);
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(text).toContain('"code":"engine_timeout"');
      expect(text).not.toContain('[DONE]');
      await gone;
    });
  });

  it('writes down at its end what it has not yet', async () => {
    const brief = await start();
    const { secret: own, key } = await makeKey();
    const answer = await fetch(
      `${brief.url}${ROOT_MOUNT}/openai/v1/chat/completions`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${own}` },
        body: JSON.stringify(QUESTION),
      },
    );
    await answer.text();
    await brief.stop();
    portals.splice(portals.indexOf(brief), 1);
    expect(await usageOf(key.id)).toMatchObject({ requests: 1 });
  });
});
