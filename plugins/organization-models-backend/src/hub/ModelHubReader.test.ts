import type { HubModel } from './HubClient';
import { ModelHubReader } from './ModelHubReader';

const ID = 'acme/model';

function readingOf(found: Partial<HubModel>) {
  const hub = {
    readArchitecture: async (): Promise<HubModel> => ({
      outcome: 'found',
      commit: 'a'.repeat(40),
      gated: false,
      ...found,
    }),
  };
  return new ModelHubReader(hub).read({ id: ID });
}

describe('ModelHubReader', () => {
  it('has nothing against a model', async () => {
    expect(await readingOf({})).toMatchObject({ warnings: [] });
    expect(await readingOf({})).not.toHaveProperty('problem');
  });

  it.each<[Partial<HubModel>, RegExp]>([
    [
      { unservable: 'adapter', baseModel: 'Qwen/Qwen3-8B' },
      /set huggingface_id to Qwen\/Qwen3-8B, and extra_args to --enable-lora.*=acme\/model/,
    ],
    [{ unservable: 'adapter' }, /the model that it was made for/],
    [{ unservable: 'pipeline' }, /no engine here serves/],
  ])('refuses %j', async (found, message) => {
    expect(await readingOf(found)).toMatchObject({
      problem: {
        field: 'huggingface_id',
        message: expect.stringMatching(message),
      },
      warnings: [],
    });
  });

  it.each<[HubModel['unservable'], RegExp]>([
    ['gguf', /safetensors/],
    ['onnx', /safetensors/],
    ['mlx', /AWQ, GPTQ or FP8/],
  ])('warns of %s', async (unservable, message) => {
    expect(await readingOf({ unservable })).toMatchObject({
      warnings: [
        { code: 'NotServable', message: expect.stringMatching(message) },
      ],
    });
  });
});
