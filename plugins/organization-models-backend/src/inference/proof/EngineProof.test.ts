import { EngineServer } from '../../__testUtils__/EngineServer';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { EngineGateway } from '../engines/EngineGateway';
import { EngineProof } from './EngineProof';
import { request } from 'undici';

const POD = { namespace: 'models', name: 'qwen-1', uid: 'u' };

describe('EngineProof', () => {
  let engine: EngineServer;

  beforeAll(async () => {
    engine = await EngineServer.start();
  });

  beforeEach(() => engine.reset());

  afterAll(() => engine.stop());

  const gateway: EngineGateway = {
    request: (_, { method, path, headers, body, signal }) =>
      request(`${engine.url}${path}`, { method, headers, body, signal }) as any,
  };

  function ask(
    spec: Partial<StoredModel['spec']> = {},
    { engines = gateway, patienceMs = 10_000 } = {},
  ) {
    let now = 0;
    const proof = new EngineProof(engines, {
      now: () => (now += 250),
      patienceMs,
    });
    return proof.ask(
      buildStoredModel({ id: 'mdl_1', name: 'qwen', spec }),
      POD,
      new AbortController().signal,
    );
  }

  const answerWith = (status: number, body: string) => {
    engine.answer = (_, res) => {
      res.writeHead(status);
      res.end(body);
    };
  };

  it('asks a chat model for one token, and times it', async () => {
    expect(await ask()).toEqual({
      result: 'answered',
      secondsToFirstToken: 0.25,
    });
    expect(engine.requests.map(({ path, body }) => [path, body])).toEqual([
      [
        '/v1/chat/completions',
        {
          model: 'qwen',
          messages: [{ role: 'user', content: 'Hi' }],
          max_tokens: 1,
          stream: true,
        },
      ],
    ]);
  });

  it('asks a model of embeddings for one', async () => {
    expect(await ask({ model_type: 'embedding' })).toMatchObject({
      result: 'answered',
    });
    expect(engine.requests[0]).toMatchObject({
      path: '/v1/embeddings',
      body: { input: 'Hi' },
    });
  });

  it.each<[string, Partial<StoredModel['spec']>, number, string, object]>([
    [
      'a chat model without a template',
      {},
      400,
      '{"error":{"message":"As of transformers v4.44, default chat template is no longer allowed","type":"BadRequestError","code":400}}',
      {
        result: 'refused',
        statusCode: 400,
        words:
          'As of transformers v4.44, default chat template is no longer allowed',
      },
    ],
    [
      'an error of the server that is no JSON',
      {},
      500,
      'Internal Server Error',
      { result: 'refused', statusCode: 500, words: 'Internal Server Error' },
    ],
    [
      'no JSON',
      {},
      200,
      '<html>welcome</html>',
      { result: 'nonsense', words: 'no choice in “<html>welcome</html>”' },
    ],
    [
      'nothing',
      {},
      200,
      '',
      { result: 'nonsense', words: 'no choice in an empty answer' },
    ],
    [
      'an error in a stream',
      {},
      200,
      'data: {"error":{"message":"CUDA error"}}\n\n',
      {
        result: 'nonsense',
        words: 'an error in the middle of the answer: CUDA error',
      },
    ],
    [
      'an embedding of numbers that are none',
      { model_type: 'embedding' },
      200,
      '{"data":[{"embedding":[null,null]}]}',
      { result: 'nonsense', words: 'numbers that are none (NaN)' },
    ],
    [
      'a rank',
      { model_type: 'rerank' },
      200,
      '{"results":[{"index":0,"relevance_score":0.5}]}',
      { result: 'answered', secondsToFirstToken: 0.25 },
    ],
    [
      'a key of somebody else',
      {},
      401,
      '{"error":"Unauthorized"}',
      { result: 'notAsked', words: 'The engine answers 401' },
    ],
    [
      'a server that is no engine',
      {},
      404,
      '{"detail":"Not Found"}',
      { result: 'notAsked', words: 'The engine answers 404' },
    ],
    [
      'a model of another name',
      {},
      404,
      '{"error":{"message":"The model `qwen` does not exist."}}',
      {
        result: 'refused',
        statusCode: 404,
        words: 'The model `qwen` does not exist.',
      },
    ],
  ])('judges %s', async (_, spec, status, body, expected) => {
    answerWith(status, body);
    expect(await ask(spec)).toEqual(expected);
  });

  it('judges nothing by a connection that breaks before an answer', async () => {
    engine.answer = (_, res) => {
      res.destroy();
    };
    expect(await ask({})).toMatchObject({ result: 'unreachable' });
  });

  it('gives up on an engine that says nothing', async () => {
    engine.answer = () => {};
    expect(await ask({}, { patienceMs: 50 })).toMatchObject({
      result: 'silent',
    });
  });

  it('says nothing of an engine that cannot be reached', async () => {
    const engines: EngineGateway = {
      request: async () => {
        throw Object.assign(new Error('no way'), {
          name: 'PodUnreachableError',
        });
      },
    };
    expect(await ask({}, { engines })).toMatchObject({
      result: 'unreachable',
    });
  });

  it('masks what the engine says', async () => {
    answerWith(
      400,
      '{"error":{"message":"token hf_abcdefghijklmnopqrstuvwxyz0123456789"}}',
    );
    expect(JSON.stringify(await ask())).not.toContain('hf_abcdefghij');
  });
});
