import { planVllmWeights } from './planVllmWeights';

const QWEN = { id: 'Qwen/Qwen3-8B', weights: 'usual' };

describe('planVllmWeights', () => {
  it.each<[string, string[], ReturnType<typeof planVllmWeights>]>([
    [
      'a pinned model',
      ['Qwen/Qwen3-8B', '--served-model-name', 'qwen', '--revision', 'abc'],
      {
        repositories: [
          { id: 'Qwen/Qwen3-8B', revision: 'abc', weights: 'usual' },
        ],
        offline: true,
      },
    ],
    [
      'the model as an option',
      ['--model=Qwen/Qwen3-8B'],
      { repositories: [QWEN as any], offline: true },
    ],
    [
      "Mistral's own layout",
      ['acme/m', '--load-format', 'mistral'],
      { repositories: [{ id: 'acme/m', weights: 'mistral' }], offline: true },
    ],
    [
      'a tokenizer from elsewhere',
      [
        'Qwen/Qwen3-8B',
        '--tokenizer',
        'acme/tokens',
        '--tokenizer-revision',
        'v2',
      ],
      {
        repositories: [
          QWEN as any,
          { id: 'acme/tokens', revision: 'v2', weights: 'none' },
        ],
        offline: false,
      },
    ],
    [
      'a draft and adapters, of which one is a folder',
      [
        'Qwen/Qwen3-8B',
        '--speculative-config',
        '{"model": "acme/draft", "num_speculative_tokens": 3}',
        '--lora-modules',
        'sql=acme/sql',
        '{"name": "law", "path": "acme/law"}',
        'own=/models/own',
      ],
      {
        repositories: [
          QWEN as any,
          { id: 'acme/draft', weights: 'usual' },
          { id: 'acme/sql', weights: 'adapter' },
          { id: 'acme/law', weights: 'adapter' },
        ],
        offline: false,
      },
    ],
    [
      'code that may come from anywhere',
      ['Qwen/Qwen3-8B', '--trust-remote-code'],
      { repositories: [QWEN as any], offline: false },
    ],
    ['a folder', ['/models/qwen'], undefined],
    ['a file of a repository', ['acme/m:Q4_K_M'], undefined],
    ['a bucket', ['s3://models/qwen'], undefined],
    ['a file of options', ['Qwen/Qwen3-8B', '--config', 'x.yaml'], undefined],
    ['another cache', ['Qwen/Qwen3-8B', '--download-dir', '/x'], undefined],
    [
      'another loader',
      ['acme/m', '--load-format', 'runai_streamer'],
      undefined,
    ],
  ])('plans for %s', (_what, args, plan) => {
    expect(planVllmWeights(args, '0.32.0')).toEqual(plan);
  });

  it('leaves the hub to engines that ask it for folders they have', () => {
    expect(planVllmWeights(['Qwen/Qwen3-8B'], '0.10.2')).toEqual({
      repositories: [QWEN],
      offline: false,
    });
  });
});
