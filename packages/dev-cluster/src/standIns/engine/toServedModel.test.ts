import { toServedModel } from './toServedModel';

const served = (command: string[], args: string[] = [], env = {}) =>
  toServedModel({
    metadata: { labels: { 'model.aibrix.ai/name': 'label' } },
    spec: {
      containers: [
        {
          name: 'vllm',
          command,
          args,
          env: Object.entries(env).map(([name, value]) => ({
            name,
            value: String(value),
          })),
        },
      ],
    },
  });

describe('toServedModel', () => {
  it('reads the model, its names and its options as vLLM does', () => {
    expect(
      served(
        ['vllm', 'serve'],
        [
          'Qwen/Qwen3-8B',
          '--served-model-name',
          'a',
          'b',
          '--max_model_len',
          '4096',
          '--port=9000',
        ],
        { VLLM_API_KEY: 'secret' },
      ),
    ).toEqual({
      root: 'Qwen/Qwen3-8B',
      names: ['a', 'b'],
      kind: 'generate',
      maxModelLen: 4096,
      apiKey: 'secret',
      port: 9000,
    });
  });

  it.each([
    [['BAAI/bge-m3']],
    [['Qwen/Qwen3-8B', '--convert', 'embed']],
    [['Qwen/Qwen3-8B', '--runner', 'pooling']],
  ])('knows a server of embeddings: %j', args => {
    expect(served([], args).kind).toBe('embed');
  });

  it('falls back to the label', () => {
    expect(served([]).names).toEqual(['label']);
  });
});
