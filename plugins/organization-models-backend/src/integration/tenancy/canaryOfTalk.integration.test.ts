import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { waitFor } from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { EngineServer } from '../../__testUtils__/EngineServer';
import { openSqliteFile } from '../../__testUtils__/openSqliteFile';
import { PodForwarder } from '../../__testUtils__/PodForwarder';
import {
  recordMetrics,
  recordOutput,
  type Recordings,
} from '../../__testUtils__/recordings';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import {
  forwardedCluster,
  seePods,
} from '../../__testUtils__/forwardedCluster';

jest.setTimeout(60_000);

const QWEN = 'mdl_00000000000000000001';
const PROMPT = 'canary-of-a-prompt';
const ANSWER = 'canary-of-an-answer';
/** Of the shape of a key, and of none that there is. */
const WRONG_KEY = `om_${'canaryOfAKey'.repeat(4).slice(0, 43)}`;

const ECHO = `${ANSWER}: you asked ${PROMPT}`;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const STREAM_TYPE = { 'Content-Type': 'text/event-stream' };
const chunk = (fields: object) => `data: ${JSON.stringify(fields)}\n\n`;
const delta = chunk({ choices: [{ index: 0, delta: { content: ANSWER } }] });

/** How an engine may end what it was asked, and whether it is asked to stream. */
const ENDINGS: [string, boolean, (res: ServerResponse) => void][] = [
  [
    'in one piece',
    false,
    res =>
      res.writeHead(200, JSON_TYPE).end(
        JSON.stringify({
          choices: [{ message: { content: ECHO } }],
          usage: { prompt_tokens: 1, completion_tokens: 2 },
        }),
      ),
  ],
  [
    'with a refusal in the form of OpenAI',
    false,
    res =>
      res
        .writeHead(400, JSON_TYPE)
        .end(JSON.stringify({ error: { message: ECHO, code: ECHO } })),
  ],
  [
    'with a refusal in another form',
    false,
    res => res.writeHead(422, JSON_TYPE).end(JSON.stringify({ detail: ECHO })),
  ],
  [
    'with a failure',
    true,
    res => res.writeHead(500, { 'Content-Type': 'text/plain' }).end(ECHO),
  ],
  [
    'with a stream',
    true,
    res => res.writeHead(200, STREAM_TYPE).end(`${delta}data: [DONE]\n\n`),
  ],
  [
    'with an error in its stream',
    true,
    res =>
      res
        .writeHead(200, STREAM_TYPE)
        .end(`${delta}${chunk({ error: { message: ECHO } })}`),
  ],
  [
    'by breaking a stream off',
    true,
    res => {
      res.writeHead(200, STREAM_TYPE).write(delta, () => res.destroy());
    },
  ],
  [
    'by breaking an answer off',
    false,
    res => {
      res.writeHead(200, JSON_TYPE).write(`{"${ECHO}`, () => res.destroy());
    },
  ],
  [
    'with headers that are none',
    false,
    res => res.socket?.end(`HTTP/1.1 200 OK\r\n${ECHO} \r\n\r\n`),
  ],
];

describe('what is said to models and by them is kept nowhere', () => {
  const output: Recordings = { logs: [], events: [], signals: [] };
  const labels: string[] = [];
  let engine: EngineServer;
  let forwarder: PodForwarder;

  beforeAll(async () => {
    recordMetrics(labels);
    engine = await EngineServer.start();
    forwarder = await PodForwarder.start(pod =>
      pod === 'gone' ? 0 : engine.port,
    );
  });

  afterAll(async () => {
    forwarder?.stop();
    engine?.stop();
  });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    let directory: string;
    let knex: Knex;
    let portal: TestPortal;
    let secret: string;
    let keyId: string;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'canary-'));
      knex =
        databaseId === 'SQLITE_3'
          ? openSqliteFile(join(directory, 'portal.sqlite'))
          : await databases.init(databaseId);
      portal = await startPortal({
        knex,
        config: {
          controller: { enabled: false },
          inference: { maxBodyMegabytes: 1 },
          clusters: [forwardedCluster(forwarder)],
        },
        features: recordOutput(output),
      });
      const stores = await openStores(knex);
      await insertModel(stores, buildStoredModel({ id: QWEN, name: 'qwen' }));
      await seePods(stores, QWEN, [{ name: 'qwen-0' }]);
      const { body } = await portal
        .as('acme-engineer')
        .post('/keys')
        .send({ name: 'a key' })
        .expect(201);
      secret = body.secret;
      keyId = body.key.id;
    });

    afterEach(() => engine.reset());

    afterAll(async () => {
      await portal?.stop();
      await knex?.destroy();
      await rm(directory, { recursive: true, force: true });
    });

    const ask = (
      body: unknown,
      headers: Record<string, string> = { Authorization: `Bearer ${secret}` },
      path = '/openai/v1/chat/completions',
    ) =>
      fetch(`${portal.url}${ROOT_MOUNT}${path}`, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });

    const question = {
      model: 'qwen',
      messages: [{ role: 'user', content: PROMPT }],
    };

    it.each(ENDINGS)('when it ends %s', async (_, stream, end) => {
      engine.answer = (__, res) => end(res);
      for (const headers of [
        { Authorization: `Bearer ${secret}` },
        { 'x-api-key': secret },
        {
          Authorization: mockCredentials.user.header(
            'user:default/acme-engineer',
          ),
        },
      ] as Record<string, string>[]) {
        const answer = await ask({ ...question, stream }, headers);
        await answer.text().catch(() => '');
      }
      expect(engine.requests).toHaveLength(3);
      expect(engine.requests[0].text).toContain(PROMPT);
    });

    it('when its reader leaves', async () => {
      engine.answer = (_, res) => {
        res.writeHead(200, STREAM_TYPE).write(delta);
      };
      const gone = once(engine.events, 'gone');
      const { body } = await ask({ ...question, stream: true });
      const reader = body!.getReader();
      await reader.read();
      await reader.cancel();
      await gone;
      expect(engine.requests[0].text).toContain(PROMPT);
    });

    it('when it is refused by us', async () => {
      const statuses = [
        await ask({ ...question, model: 'nobody' }),
        await ask({ ...question, model: { [PROMPT]: 1 } }),
        await ask(`{"messages": "${PROMPT}`),
        await ask([PROMPT]),
        await ask({ ...question, more: PROMPT.repeat(100_000) }),
        await ask(question, { Authorization: `Bearer ${WRONG_KEY}` }),
        await ask(question, { 'x-api-key': WRONG_KEY }),
        await ask(question, {
          Authorization: `Bearer ${secret}`,
          'X-Organization': 'globex',
        }),
        await ask(question, undefined, `/${QWEN}/v1/nothing`),
      ].map(({ status }) => status);
      expect(statuses).toEqual([404, 400, 400, 400, 413, 401, 401, 403, 404]);
      const user = portal.as('acme-engineer');
      for (const body of [
        { name: secret },
        { name: 'a', models: [secret] },
        { name: 'a', expires_at: secret },
        { name: 'a', [secret]: 1 },
      ]) {
        await user.post('/keys').send(body).expect(400);
      }
      await user.delete(`/keys/${secret}`).expect(404);
    });

    it('in the database', async () => {
      await waitFor('the usage to be written', async () => {
        const rows = await knex('usage_days').where({ key_id: keyId });
        return rows.length > 0 && rows[0].requests > ENDINGS.length * 2;
      });
      const tables: { name: string }[] =
        databaseId === 'SQLITE_3'
          ? await knex('sqlite_master').where({ type: 'table' }).select('name')
          : await knex('pg_tables')
              .whereRaw('schemaname = current_schema()')
              .select({ name: 'tablename' });
      expect(tables.length).toBeGreaterThan(10);
      for (const { name } of tables) {
        const rows = await knex(name).select();
        expect([
          name,
          findTraces(rows.map(row => JSON.stringify(row))),
        ]).toEqual([name, []]);
      }
      for (const file of await readdir(directory)) {
        const bytes = await readFile(join(directory, file), 'latin1');
        expect([file, findTraces([bytes]).length]).toEqual([file, 0]);
      }
    });

    it('in logs, the audit, events, signals and labels of metrics', () => {
      expect(output.logs.some(line => line.includes('inference'))).toBe(true);
      expect(labels.length).toBeGreaterThan(ENDINGS.length);
      for (const [where, texts] of Object.entries({ ...output, labels })) {
        expect([where, findTraces(texts)]).toEqual([where, []]);
      }
    });

    function findTraces(texts: string[]): string[] {
      const traces = [PROMPT, ANSWER, secret, secret.slice(16), WRONG_KEY];
      return texts.filter(text => traces.some(trace => text.includes(trace)));
    }
  });
});
