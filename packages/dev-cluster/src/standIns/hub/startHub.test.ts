import { Hub, startHub } from './startHub';

describe('startHub', () => {
  let hub: Hub;

  beforeAll(async () => {
    hub = await startHub({ slowSeconds: 30 });
  });

  afterAll(async () => {
    await hub.stop();
  });

  const ask = async (path: string, token?: string, signal?: AbortSignal) => {
    const response = await fetch(`${hub.url}${path}`, {
      signal,
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    return {
      status: response.status,
      code: response.headers.get('x-error-code') ?? undefined,
      body: (await response.json()) as any,
    };
  };

  it('tells the expanded keys of a model', async () => {
    const { body } = await ask(
      '/api/models/Qwen/Qwen3-8B/revision/main?expand=safetensors&expand=gated&expand=config',
    );
    expect(body).toMatchObject({
      id: 'Qwen/Qwen3-8B',
      gated: false,
      safetensors: { total: 8_190_735_360 },
      config: { architectures: ['Qwen3ForCausalLM'] },
    });
    expect(body.siblings).toBeUndefined();
  });

  it('gives the files that describe it, and no weights', async () => {
    const main = '/Qwen/Qwen3-8B/resolve/main';
    const { body } = await ask(`${main}/config.json`);
    expect(body).toMatchObject({ num_hidden_layers: 36, head_dim: 128 });
    const index = await ask(`${main}/model.safetensors.index.json`);
    expect(index.body.metadata.total_size).toBe(16_381_470_720);
    expect(await ask(`${main}/model-00001-of-00004.safetensors`)).toMatchObject(
      { status: 404, code: 'EntryNotFound' },
    );
  });

  it('has models without safetensors', async () => {
    const { body } = await ask('/api/models/BAAI/bge-m3?blobs=true');
    expect(body.safetensors).toBeUndefined();
    expect(body.siblings).toContainEqual({
      rfilename: 'pytorch_model.bin',
      size: 2_271_145_830,
    });
  });

  it.each([
    [undefined, 401, 'GatedRepo'],
    ['hf_dev_unlicensed', 403, 'GatedRepo'],
    ['hf_wrong', 401, undefined],
    ['hf_dev_valid', 200, undefined],
  ])('guards the files of a gated model: %s', async (token, status, code) => {
    const id = 'meta-llama/Llama-3.1-8B-Instruct';
    for (const path of [
      `/api/models/${id}/auth-check`,
      `/${id}/resolve/main/config.json`,
    ]) {
      const answer = await ask(path, token);
      expect([answer.status, answer.code]).toEqual([status, code]);
    }
  });

  it('leaves the metadata of a gated model open', async () => {
    const { status, body } = await ask('/api/models/google/gemma-2-9b-it');
    expect([status, body.gated]).toEqual([200, 'manual']);
  });

  it('hides what is missing from who has no token', async () => {
    expect(await ask('/api/models/acme/nothing')).toMatchObject({
      status: 401,
      code: undefined,
    });
    expect(await ask('/api/models/acme/nothing', 'hf_dev_valid')).toMatchObject(
      { status: 404, code: 'RepoNotFound' },
    );
    expect(
      await ask('/api/models/Qwen/Qwen3-8B/revision/nothing'),
    ).toMatchObject({ status: 404, code: 'RevisionNotFound' });
  });

  it('limits the rate, and is slow, where that is asked for', async () => {
    const limited = await ask('/api/models/stand-in/rate-limited');
    expect(limited.status).toBe(429);
    await expect(
      ask('/api/models/stand-in/slow', undefined, AbortSignal.timeout(300)),
    ).rejects.toThrow(/timeout/);
  });
});
