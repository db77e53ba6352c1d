import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import zlib from 'node:zlib';
import { TestDatabases } from '@backstage/backend-test-utils';
import { waitFor } from '@orgmodels/dev-cluster';
import { ENGINE_ANSWER } from '../../__testUtils__/EngineServer';
import { startTalk, type Talk } from '../../__testUtils__/startTalk';

jest.setTimeout(60_000);

const ASKED = { model: 'qwen', messages: [{ role: 'user', content: 'Hello' }] };
const STREAMED = { ...ASKED, stream: true };

describe('strange engines and clients', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let talk: Talk;

  beforeAll(async () => {
    talk = await startTalk({
      knex: await databases.init('SQLITE_3'),
      config: {
        inference: {
          maxBodyMegabytes: 1,
          timeouts: { silenceSeconds: 1 },
        },
      },
    });
  });

  afterEach(() => talk.engine.reset());
  afterAll(() => talk?.stop());

  const answerWith = (
    status: number,
    headers: Record<string, string>,
    body: string | Buffer = '',
  ) => {
    talk.engine.answer = (_, res) => res.writeHead(status, headers).end(body);
  };
  const json = { 'Content-Type': 'application/json' };

  describe('an answer that no client could use is 502, and says what it was', () => {
    it.each<[string, number, Record<string, string>, string | Buffer, RegExp]>([
      ['a page', 200, { 'Content-Type': 'text/html' }, '<html>', /HTML/],
      ['a redirection', 307, { Location: '/elsewhere' }, '', /status 307/],
      ['no content', 204, {}, '', /status 204/],
      ['nothing', 200, json, '', /with nothing/],
      [
        'something compressed',
        200,
        { ...json, 'Content-Encoding': 'gzip' },
        zlib.gzipSync('{}'),
        /as gzip/,
      ],
      ['a key of its own', 401, json, '{"error":"Unauthorized"}', /own/],
      [
        'less than it promises',
        200,
        { ...json, 'Content-Length': '100' },
        '',
        /broke the connection off/,
      ],
    ])('%s', async (_, status, headers, body, words) => {
      talk.engine.answer = (__, res) => {
        res.writeHead(status, headers);
        res.flushHeaders();
        res.write(body || Buffer.alloc(0));
        if (headers['Content-Length']) {
          res.destroy();
        } else {
          res.end();
        }
      };
      const answer = await talk.post('chat/completions', ASKED);
      expect(answer.status).toBe(502);
      expect(await answer.json()).toEqual({
        error: {
          message: expect.stringMatching(words),
          type: 'server_error',
          param: null,
          code: 'engine_failed',
        },
      });
    });
  });

  it('tells what an engine refused, whatever its form', async () => {
    for (const [body, message] of [
      [
        { detail: [{ loc: ['body', 'top_k'], msg: 'not a number' }] },
        'body.top_k: not a number',
      ],
      [{ error: 'too long', error_type: 'validation' }, 'too long'],
      [
        { object: 'error', message: 'no such thing', code: 400 },
        'no such thing',
      ],
      ['<html>', 'The engine answered with an error'],
    ] as const) {
      answerWith(422, json, JSON.stringify(body));
      const answer = await talk.post('chat/completions', ASKED);
      expect([answer.status, (await answer.json()).error.message]).toEqual([
        422,
        message,
      ]);
    }
  });

  it('reads no more of a refusal than an engine would say', async () => {
    let sent = 0;
    talk.engine.answer = async (_, res) => {
      res.writeHead(500, json);
      const piece = Buffer.alloc(256 * 1024, 'x');
      while (sent < 200 * 2 ** 20 && (await send(res, piece))) {
        sent += piece.length;
      }
      res.destroy();
    };
    const answer = await talk.post('chat/completions', ASKED);
    expect(answer.status).toBe(500);
    await waitFor('the engine to be left', () => talk.engine.running === 0);
    expect(sent).toBeLessThan(20 * 2 ** 20);
  });

  it('ends a stream in whose middle the engine ends with an error of the form that clients read', async () => {
    talk.engine.answer = (_, res) => {
      res.writeHead(200, { 'Content-Type': 'Text/Event-Stream' });
      res.write('event: ping\ndata: {"type":"ping"}\n\ndata: {"type":"mess');
      setImmediate(() => res.destroy());
    };
    const error = {
      message: expect.stringContaining('broke the connection off'),
      param: null,
      code: 'engine_failed',
    };
    const messages = await (await talk.post('messages', STREAMED)).text();
    expect(lastData(messages)).toEqual({
      type: 'error',
      error: { ...error, type: 'api_error' },
    });
    expect(messages).toContain('\n\nevent: error\ndata: ');
    expect(messages).not.toContain('mess"');
    const chat = await (await talk.post('responses', STREAMED)).text();
    expect(lastData(chat)).toEqual({
      error: { ...error, type: 'server_error' },
    });
  });

  it('refuses in Anthropic’s form where its clients ask, and counts their tokens', async () => {
    const refused = await talk.post(
      'messages',
      { ...ASKED, model: 'none' },
      { headers: { 'x-api-key': talk.secret } },
    );
    expect([refused.status, await refused.json()]).toEqual([
      404,
      expect.objectContaining({
        type: 'error',
        error: expect.objectContaining({ type: 'not_found_error' }),
      }),
    ]);
    answerWith(200, json, '{"input_tokens":5}');
    const counted = await talk.post('messages/count_tokens', ASKED);
    expect(await counted.json()).toEqual({ input_tokens: 5 });
    expect(talk.engine.requests.at(-1)?.path).toBe('/v1/messages/count_tokens');
  });

  it('leaves a client that reads nothing', async () => {
    talk.engine.answer = (_, res) => pour(res);
    const { hostname, port } = new URL(talk.base);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify(STREAMED);
    socket.write(
      [
        `POST ${new URL(talk.base).pathname}/v1/responses HTTP/1.1`,
        'Host: portal',
        `Authorization: Bearer ${talk.secret}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
    await once(talk.engine.events, 'request');
    await once(talk.engine.events, 'gone');
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  describe('a body', () => {
    it.each<[string, (plain: Buffer) => Buffer]>([
      ['gzip', plain => zlib.gzipSync(plain)],
      ['deflate', plain => zlib.deflateSync(plain)],
      ['br', plain => zlib.brotliCompressSync(plain)],
      ['zstd', plain => zlib.zstdCompressSync(plain)],
    ])(
      'may be compressed by %s, and be no larger for that',
      async (name, compress) => {
        const headers = { 'Content-Encoding': name };
        const answer = await talk.post(
          'chat/completions',
          compress(Buffer.from(JSON.stringify(ASKED))),
          { headers },
        );
        expect((await answer.json()).choices[0].message.content).toBe(
          ENGINE_ANSWER.text,
        );
        const bomb = await talk.post(
          'chat/completions',
          compress(Buffer.alloc(8 * 2 ** 20, ' ')),
          { headers },
        );
        expect([bomb.status, (await bomb.json()).error.code]).toEqual([
          413,
          'body_too_large',
        ]);
      },
    );

    it('may begin with a mark of its byte order', async () => {
      const answer = await talk.post(
        'chat/completions',
        `\uFEFF${JSON.stringify(STREAMED)}`,
      );
      expect(lastData(await answer.text()).choices[0].finish_reason).toBe(
        'stop',
      );
    });

    it('keeps its numbers, also where its model is renamed', async () => {
      const body = `{"model":"Qwen/Qwen 3","seed":12345678901234567890,"top_p":0.10000000000000000555,"messages":[]}`;
      await talk.post('chat/completions', body);
      expect(talk.engine.requests.at(-1)?.text).toBe(
        body.replace('Qwen/Qwen 3', 'qwen'),
      );
    });

    it.each<[string, string | Uint8Array, Record<string, string>, object]>([
      ['that is empty', '', {}, { status: 400, code: 'invalid_json' }],
      [
        'that is no UTF-8',
        Buffer.from([0x7b, 0xff, 0x7d]),
        {},
        { status: 400, code: 'invalid_json' },
      ],
      [
        'that streams by another word',
        '{"model":"qwen","stream":"true"}',
        {},
        { status: 400, code: 'invalid_type', param: 'stream' },
      ],
      [
        'that is nested without end',
        `{"model":"Qwen/Qwen 3","messages":${'['.repeat(2e5)}${']'.repeat(
          2e5,
        )}}`,
        {},
        { status: 400, code: 'invalid_json' },
      ],
      [
        'that is not compressed as it says',
        '{}',
        { 'Content-Encoding': 'gzip' },
        { status: 400, code: 'invalid_body' },
      ],
      [
        'that is compressed otherwise',
        '{}',
        { 'Content-Encoding': 'lzma' },
        { status: 415, code: 'unsupported_encoding' },
      ],
    ])('%s is refused', async (_, body, headers, expected) => {
      const answer = await talk.post('chat/completions', body, { headers });
      const { error } = await answer.json();
      expect({ status: answer.status, ...error }).toMatchObject(expected);
    });
  });

  it('finds a model whose name has a stroke, as clients encode it or do not', async () => {
    for (const path of ['Qwen/Qwen%203', 'Qwen%2FQwen%203', 'qwen/']) {
      const answer = await fetch(`${talk.base}/v1/models/${path}`, {
        headers: { Authorization: `Bearer ${talk.secret}` },
      });
      expect([path, (await answer.json()).id]).toEqual([path, 'qwen']);
    }
  });

  it('forgives a slash at the end of a base URL, and tells who forgot its end', async () => {
    const doubled = await talk.post('/chat/completions', ASKED);
    expect(doubled.status).toBe(200);
    const wrong = await fetch(`${talk.base}/chat/completions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${talk.secret}` },
      body: JSON.stringify(ASKED),
    });
    expect([wrong.status, await wrong.json()]).toEqual([
      404,
      {
        error: expect.objectContaining({
          code: 'unknown_url',
          message: expect.stringMatching(/ends with \/openai\/v1$/),
        }),
      },
    ]);
  });

  it('holds a key to its limit also where requests come all at once', async () => {
    const { secret } = await talk.makeKey({
      limits: { requests_per_minute: 5 },
    });
    // Neither the first answer of the database nor a write in between may let more in
    const ask = async () =>
      (await talk.post('chat/completions', ASKED, { secret })).status;
    const first = await Promise.all(Array.from({ length: 25 }, ask));
    const later = await Promise.all(Array.from({ length: 5 }, ask));
    expect(first.filter(status => status === 200)).toHaveLength(5);
    expect(later.every(status => status === 429)).toBe(true);
  });
});

function lastData(stream: string) {
  const data = stream
    .split('\n')
    .filter(line => line.startsWith('data: {'))
    .at(-1);
  return JSON.parse(data!.slice('data: '.length));
}

/** Sends a stream for as long as somebody is there. */
async function pour(res: ServerResponse): Promise<void> {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const piece = `data: {"text":"${'x'.repeat(65_536)}"}\n\n`;
  while (await send(res, piece)) {
    // on and on
  }
}

/** @returns whether there is somebody who takes more */
function send(res: ServerResponse, piece: string | Buffer): Promise<boolean> {
  return new Promise(resolve => {
    const gone = () => resolve(false);
    res.once('close', gone);
    res.write(piece, error => {
      res.removeListener('close', gone);
      resolve(!error && !res.destroyed);
    });
  });
}
