import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Hub, startHub } from './startHub';

describe('a hub with models from a folder', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'hub-models-'));
  let hub: Hub;

  const write = (id: string, files: Record<string, object | string>) => {
    mkdirSync(path.join(directory, id), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const text =
        typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(path.join(directory, id, name), text);
    }
  };
  const ask = async (url: string) => {
    const response = await fetch(`${hub.url}${url}`);
    return { status: response.status, body: (await response.json()) as any };
  };

  beforeAll(async () => {
    hub = await startHub({ modelsDirectories: [directory] });
  });

  afterAll(async () => {
    await hub.stop();
    rmSync(directory, { recursive: true });
  });

  it('tells what the files say, also of what is added later', async () => {
    expect((await ask('/api/models/acme/new')).status).toBe(401);
    write('acme/new', {
      'config.json': { model_type: 'llama', num_hidden_layers: 3 },
      'hub.json': {
        gated: 'manual',
        safetensors: { parameters: { BF16: 10, U8: 40 } },
        siblings: [{ rfilename: 'model.safetensors', size: 42 }],
      },
    });
    const { body } = await ask('/api/models/acme/new/revision/main?blobs=true');
    expect(body).toMatchObject({
      id: 'acme/new',
      gated: 'manual',
      safetensors: { parameters: { BF16: 10, U8: 40 }, total: 50 },
    });
    expect(body.siblings).toContainEqual({
      rfilename: 'model.safetensors',
      size: 42,
    });
    expect(body.siblings).not.toContainEqual(
      expect.objectContaining({ rfilename: 'hub.json' }),
    );
  });

  it('serves the small files as they are, and no others', async () => {
    write('acme/plain', {
      'config.json': { model_type: 'llama', hidden_size: 8 },
      'model.safetensors.index.json': { metadata: { total_size: 7 } },
    });
    const main = '/acme/plain/resolve/main';
    expect((await ask(`${main}/config.json`)).body.hidden_size).toBe(8);
    expect(
      (await ask(`${main}/model.safetensors.index.json`)).body.metadata,
    ).toEqual({ total_size: 7 });
    expect((await ask(`${main}/generation_config.json`)).status).toBe(404);
  });

  it('comes before what the stand-in knows, and leaves the rest', async () => {
    write('Qwen/Qwen3-8B', { 'config.json': { num_hidden_layers: 1 } });
    const main = '/resolve/main/config.json';
    expect((await ask(`/Qwen/Qwen3-8B${main}`)).body).toEqual({
      num_hidden_layers: 1,
    });
    expect((await ask(`/Qwen/Qwen3-0.6B${main}`)).body).toMatchObject({
      num_hidden_layers: 28,
    });
  });

  it('fails for a file that is no JSON', async () => {
    write('acme/broken', { 'config.json': '{' });
    const { status } = await fetch(`${hub.url}/api/models/acme/broken`);
    expect(status).toBe(500);
  });
});
