import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  startHub,
  UNLICENSED_TOKEN,
  VALID_TOKEN,
  type Hub,
} from '@orgmodels/dev-cluster';
import { HuggingFaceHubClient } from './HuggingFaceHubClient';

const SHA = /^[0-9a-f]{40}$/;
const GATED = 'meta-llama/Llama-3.1-8B-Instruct';

describe('HuggingFaceHubClient', () => {
  let hub: Hub;
  let client: HuggingFaceHubClient;

  beforeAll(async () => {
    hub = await startHub({ slowSeconds: 60 });
    client = new HuggingFaceHubClient({ baseUrl: `${hub.url}/` });
  });

  afterAll(() => hub.stop());

  it('reads what the hub counted, and the architecture', async () => {
    const answer = await client.readArchitecture({
      id: 'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
    });
    expect(answer).toMatchObject({
      outcome: 'found',
      commit: expect.stringMatching(SHA),
      gated: false,
      architecture: {
        modelType: 'qwen3_moe',
        layers: 48,
        quantization: { method: 'fp8', bits: 8, blockSize: 128 },
      },
      weights: { parameters: { F8_E4M3: expect.any(Number) } },
    });
  });

  it('takes the sizes of files where the hub counts what is packed', async () => {
    expect(
      await client.readArchitecture({ id: 'openai/gpt-oss-20b' }),
    ).toMatchObject({
      weights: {
        parameters: { U8: 19_110_297_600 },
        totalBytes: 13_761_264_768,
      },
    });
  });

  it('finds a model without safetensors', async () => {
    expect(await client.readArchitecture({ id: 'BAAI/bge-m3' })).toMatchObject({
      outcome: 'found',
      architecture: { modelType: 'xlm-roberta', storedBytes: 4 },
      weights: { totalBytes: 2_271_145_830 },
    });
  });

  it('reads a gated model with a token of somebody who may', async () => {
    expect(
      await client.readArchitecture({ id: GATED, token: VALID_TOKEN }),
    ).toMatchObject({ outcome: 'found', gated: true });
  });

  it.each([
    ['a gated model without a token', { id: GATED }, 'gated'],
    [
      'a gated model without the licence',
      { id: GATED, token: UNLICENSED_TOKEN },
      'gated',
    ],
    [
      'a wrong token',
      { id: 'Qwen/Qwen3-8B', token: 'hf_wrong' },
      'unauthorized',
    ],
    ['a missing model', { id: 'acme/nothing' }, 'missing'],
    [
      'a missing model, with a token',
      { id: 'acme/nothing', token: VALID_TOKEN },
      'missing',
    ],
    ['a missing revision', { id: 'Qwen/Qwen3-8B', revision: 'v9' }, 'missing'],
    ['an id that is none', { id: '../../etc/passwd' }, 'missing'],
    [
      'a revision that leads elsewhere',
      { id: 'Qwen/Qwen3-8B', revision: 'a/../../b' },
      'missing',
    ],
    [
      'a token that is none',
      { id: 'Qwen/Qwen3-8B', token: 'hf_a\nb' },
      'unauthorized',
    ],
  ])('tells %s', async (_, request, outcome) => {
    const answer = await client.readArchitecture(request);
    expect(answer).toEqual({ outcome, message: expect.any(String) });
    expect(JSON.stringify(answer)).not.toMatch(/hf_/);
  });

  it('says when to come back after too many requests', async () => {
    expect(
      await client.readArchitecture({ id: 'stand-in/rate-limited' }),
    ).toEqual({
      outcome: 'rateLimited',
      message: expect.stringContaining('limits the rate'),
      retryAfterSeconds: 300,
    });
  });

  it('does not wait for a slow hub', async () => {
    const hasty = new HuggingFaceHubClient({
      baseUrl: hub.url,
      timeoutMs: 200,
    });
    expect(await hasty.readArchitecture({ id: 'stand-in/slow' })).toEqual({
      outcome: 'unavailable',
      message: expect.stringContaining('did not answer within 0.2 s'),
    });
  });

  it('stops when the caller gives up', async () => {
    const caller = new AbortController();
    const reading = client.readArchitecture({
      id: 'stand-in/slow',
      signal: caller.signal,
    });
    caller.abort(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
  });

  it('tells a hub that is not there', async () => {
    const lost = await listen(() => {});
    const { baseUrl } = lost;
    await lost.stop();
    const answer = await new HuggingFaceHubClient({ baseUrl }).readArchitecture(
      {
        id: 'gpt2',
        token: 'hf_secret',
      },
    );
    expect(answer).toEqual({
      outcome: 'unavailable',
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/),
    });
  });

  describe('of a hub that behaves oddly', () => {
    const commit = 'a'.repeat(40);
    let server: Awaited<ReturnType<typeof listen>> | undefined;

    afterEach(() => server?.stop());

    async function ask(listener: RequestListener, path = '') {
      server = await listen(listener);
      return new HuggingFaceHubClient({
        baseUrl: `${server.baseUrl}${path}`,
      }).readArchitecture({ id: 'acme/model', token: 'hf_secret' });
    }

    it.each<[string, RequestListener, string]>([
      [
        'answers a page',
        (_, response) => response.end('<html>log in</html>'),
        'something else than JSON',
      ],
      [
        'answers other JSON',
        (_, response) => response.end('{"sha":"../../x"}'),
        'not understood',
      ],
      [
        'fails',
        (_, response) => {
          response.statusCode = 502;
          response.end('hf_secret');
        },
        'answered 502',
      ],
      [
        'redirects in circles',
        ({ url }, response) => {
          response.writeHead(307, { location: url }).end();
        },
        'in circles',
      ],
      [
        'points elsewhere',
        (_, response) => {
          response
            .writeHead(302, { location: 'http://169.254.169.254/' })
            .end();
        },
        'another host',
      ],
      [
        'never ends',
        (_, response) => {
          const more = () => {
            while (!response.destroyed && response.write('x'.repeat(65536))) {
              // until the reader is slower
            }
          };
          response.on('drain', more);
          more();
        },
        'more than expected',
      ],
    ])('%s', async (_, listener, words) => {
      const answer = await ask(listener);
      expect(answer).toMatchObject({
        outcome: 'unavailable',
        message: expect.stringContaining(words),
      });
      expect(JSON.stringify(answer)).not.toContain('hf_secret');
    });

    it('reads what Python writes, and the quantization from its own file', async () => {
      const config = `{"model_type":"llama","hidden_size":64,"num_hidden_layers":2,
        "num_attention_heads":4,"vocab_size":1000,"note":"to \\"Infinity\\"",
        "time_step_limit":[0.0,Infinity],"scale":-Infinity,"other":NaN,
        "padding":"${'x'.repeat(3 * 2 ** 20)}"}`;
      const quantization = { quant_algo: 'NVFP4', group_size: 16 };
      const answer = await ask(({ url = '' }, response) => {
        const parameters = { BF16: 10, F8_E4M3: 20, U8: 30 };
        if (url.includes('/revision/main')) {
          response.end(
            JSON.stringify({ sha: commit, safetensors: { parameters } }),
          );
        } else if (url.endsWith('/config.json')) {
          response.end(config);
        } else if (url.endsWith('/hf_quant_config.json')) {
          response.end(JSON.stringify({ producer: {}, quantization }));
        } else {
          response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
        }
      });
      expect(answer).toMatchObject({
        outcome: 'found',
        architecture: {
          layers: 2,
          quantization: { method: 'modelopt_fp4', bits: 4, blockSize: 16 },
        },
      });
    });

    const answerFiles =
      (contents: Record<string, object>): RequestListener =>
      ({ url = '' }, response) => {
        const siblings = Object.keys(contents).map(rfilename => ({
          rfilename,
          size: 7,
        }));
        const file = url.split(`/resolve/${commit}/`)[1];
        if (url.startsWith('/api/')) {
          response.end(JSON.stringify({ sha: commit, siblings }));
        } else if (file && contents[file]) {
          response.end(JSON.stringify(contents[file]));
        } else {
          response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
        }
      };

    it.each<[object, string | undefined]>([
      [{ base_model_name_or_path: 'Qwen/Qwen3-8B' }, 'Qwen/Qwen3-8B'],
      [{ base_model_name_or_path: '/mnt/base/model' }, undefined],
      [{}, undefined],
    ])('tells an adapter, and its model: %j', async (adapter, baseModel) => {
      const answer = await ask(
        answerFiles({
          'adapter_config.json': adapter,
          'adapter_model.safetensors': {},
        }),
      );
      expect(answer).toEqual({
        outcome: 'found',
        commit,
        gated: false,
        unservable: 'adapter',
        ...(baseModel && { baseModel }),
      });
    });

    it('reads Mistral’s own file where there is no other', async () => {
      const params = {
        dim: 4096,
        n_layers: 36,
        head_dim: 128,
        hidden_dim: 12288,
        n_heads: 32,
        n_kv_heads: 8,
        vocab_size: 131072,
      };
      const answer = await ask(
        answerFiles({ 'params.json': params, 'consolidated.safetensors': {} }),
      );
      expect(answer).toMatchObject({
        architecture: { layers: 36, keyValueHeads: 8 },
        weights: { totalBytes: 7 },
      });
      expect(answer).not.toHaveProperty('unservable');
    });

    it('follows a model to its new name, on a mirror with a path', async () => {
      const seen: string[] = [];
      const answer = await ask(({ url = '', headers }, response) => {
        seen.push(`${headers.authorization} ${url.split('?')[0]}`);
        if (url.startsWith('/hf/api/models/acme/model/')) {
          response
            .writeHead(307, { location: '/hf/api/models/acme/renamed' })
            .end();
        } else if (url.startsWith('/hf/api/')) {
          response.end(JSON.stringify({ sha: commit, gated: false }));
        } else if (url.endsWith('.index.json')) {
          response.end('{"metadata":{"total_size":42},"weight_map":{}}');
        } else {
          response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
        }
      }, '/hf');
      expect(answer).toEqual({
        outcome: 'found',
        commit,
        gated: false,
        architecture: undefined,
        weights: { totalBytes: 42 },
      });
      expect(seen).toEqual(
        expect.arrayContaining([
          'Bearer hf_secret /hf/api/models/acme/model/revision/main',
          'Bearer hf_secret /hf/api/models/acme/renamed',
          `Bearer hf_secret /hf/acme/model/resolve/${commit}/config.json`,
        ]),
      );
    });
  });
});

async function listen(listener: RequestListener) {
  const server: Server = createServer(listener);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
