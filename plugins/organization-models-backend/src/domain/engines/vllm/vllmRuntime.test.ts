import type { CommandRequest } from '../ModelRuntime';
import { vllmRuntime } from './vllmRuntime';

const REQUEST: CommandRequest = {
  engineVersion: '0.32.0',
  name: 'qwen3-8b',
  modelType: 'chat',
  source: 'Qwen/Qwen3-8B',
  gpuCount: 1,
  extraArgs: [],
};

const SERVED = ['Qwen/Qwen3-8B', '--served-model-name', 'qwen3-8b'];
const DRAINING = ['--shutdown-timeout', '60'];

describe('buildCommand', () => {
  it.each<[string, Partial<CommandRequest>, string[]]>([
    ['nothing that is a default', {}, [...SERVED, ...DRAINING]],
    [
      'no option that an older version does not know',
      { engineVersion: '0.10.2' },
      SERVED,
    ],
    [
      'what was asked for, extra arguments last',
      {
        gpuCount: 4,
        maxModelLen: 32768,
        revision: 'v1.0',
        extraArgs: ['--enable-prefix-caching'],
      },
      [
        ...SERVED,
        ...[
          '--revision',
          'v1.0',
          '--tensor-parallel-size',
          '4',
          '--max-model-len',
          '32768',
        ],
        ...DRAINING,
        '--enable-prefix-caching',
      ],
    ],
    [
      'the tensor parallel size that other parallelism leaves',
      {
        gpuCount: 8,
        extraArgs: ['--pipeline-parallel-size', '2'],
        engineVersion: '0.10.2',
      },
      [
        ...SERVED,
        '--tensor-parallel-size',
        '4',
        '--pipeline-parallel-size',
        '2',
      ],
    ],
    [
      'no tensor parallel size where nothing is left for it',
      { gpuCount: 4, extraArgs: ['-dp=4'], engineVersion: '0.10.2' },
      [...SERVED, '-dp=4'],
    ],
    [
      'the pooling runner for embeddings',
      { modelType: 'embedding' },
      [...SERVED, '--runner', 'pooling', ...DRAINING],
    ],
    [
      'the old task for embeddings of old versions',
      { modelType: 'embedding', engineVersion: '0.9.1' },
      [...SERVED, '--task', 'embed'],
    ],
    [
      'only what all versions know where nobody tells the version',
      { modelType: 'embedding', engineVersion: undefined },
      SERVED,
    ],
    [
      'the old task for reranking of old versions',
      { modelType: 'rerank', engineVersion: '0.9.1' },
      [...SERVED, '--task', 'score'],
    ],
  ])('writes %s', (_, request, args) => {
    expect(vllmRuntime.buildCommand({ ...REQUEST, ...request })).toEqual({
      command: ['vllm', 'serve'],
      args,
    });
  });

  it('replaces the generated arguments by given ones', () => {
    const args = ['Qwen/Qwen3-8B', '--served-model-name=qwen3-8b'];
    expect(
      vllmRuntime.buildCommand({
        ...REQUEST,
        args,
        extraArgs: ['--enforce-eager'],
      }),
    ).toEqual({
      command: ['vllm', 'serve'],
      args: [...args, '--enforce-eager', ...DRAINING],
    });
  });

  it.each([
    ['--shutdown-timeout=5'],
    ['--shutdown_timeout', '5'],
    ['--config', 'x'],
  ])('lets given arguments say how it ends: %s', (...words) => {
    const args = ['a/b', ...words];
    expect(vllmRuntime.buildCommand({ ...REQUEST, args }).args).toEqual(args);
  });

  it.each([
    ['0.10.2', 'python3'],
    ['0.32.0', 'vllm'],
  ])(
    'gives --model to the program of %s that takes it',
    (engineVersion, program) => {
      const args = [
        '--model',
        'Qwen/Qwen3-8B',
        '--served-model-name',
        'qwen3-8b',
      ];
      const { command } = vllmRuntime.buildCommand({
        ...REQUEST,
        engineVersion,
        args,
      });
      expect(command?.[0]).toBe(program);
    },
  );
});

describe('findProblems', () => {
  it.each([
    ['--tensor-parallel-size=2'],
    ['--tensor_parallel_size'],
    ['--tensor-par'],
    ['-tp'],
    ['--max-model-len'],
    ['--max_model_len=4096'],
    ['--revision'],
    ['--model'],
    ['--port'],
    ['--shutdown-timeout'],
  ])('refuses %s', argument => {
    expect(vllmRuntime.findProblems(['--enforce-eager', argument])).toEqual([
      { index: 1, message: expect.any(String) },
    ]);
  });

  it.each([
    [['--enforce-eager']],
    [['--max-num-seqs', '16']],
    [['--model-impl', 'transformers']],
    [['--hf-overrides', '{"architectures": ["X"], "model": 1}']],
    [['--hf-overrides={"architectures": ["X"]}']],
    [['--compilation-config', '{"level": 3}']],
    [['-O3']],
  ])('accepts %j', args => {
    expect(vllmRuntime.findProblems(args)).toEqual([]);
  });

  it('wants an option and its value as two items', () => {
    expect(vllmRuntime.findProblems(['--max-num-seqs 16'])).toEqual([
      { index: 0, message: 'must be two items: the option and its value' },
    ]);
  });

  it('wants equal groups of GPUs', () => {
    const args = ['--enforce-eager', '--pipeline-parallel-size', '3'];
    expect(vllmRuntime.findProblems(args, { gpuCount: 4 })).toEqual([
      { index: 1, message: 'splits 4 GPUs into 3 groups, which must be equal' },
    ]);
    expect(vllmRuntime.findProblems(args, { gpuCount: 6 })).toEqual([]);
  });
});

describe('drainOf', () => {
  it.each([
    [
      'ends requests after SIGTERM where the engine can',
      ['--shutdown-timeout', '60'],
      10,
      75,
    ],
    ['follows the command', ['vllm serve a --shutdown-timeout=300'], 10, 315],
    ['ends requests before SIGTERM where the engine cannot', ['a'], 60, 65],
    ['takes a timeout of 0 for none', ['--shutdown-timeout', '0'], 60, 65],
  ])('%s', (_, args, preStopSeconds, gracePeriodSeconds) => {
    expect(vllmRuntime.drainOf({ args })).toEqual({
      preStopSeconds,
      gracePeriodSeconds,
      removalSeconds: 10,
    });
  });
});

describe('renamedMetric', () => {
  it.each([
    ['gpu_cache_usage_perc', '0.32.0', 'kv_cache_usage_perc'],
    ['kv_cache_usage_perc', '0.8.5', 'gpu_cache_usage_perc'],
    ['gpu_cache_usage_perc', '0.10.2', undefined],
    ['kv_cache_usage_perc', '0.32.0', undefined],
    ['num_requests_running', '0.32.0', undefined],
  ])('knows %s of %s as %s', (metric, version, expected) => {
    expect(vllmRuntime.renamedMetric(metric, version)).toBe(expected);
  });
});
