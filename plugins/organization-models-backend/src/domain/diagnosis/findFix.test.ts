import type { StoredSpec } from '../facts/ResolvedModel';
import { findFix } from './findFix';

const RESOLVED = {
  runtime: 'vllm' as const,
  memory: '16Gi',
  startupBudgetSeconds: 1800,
  storage: { kind: 'none' as const },
};

function fixOf(
  code: string,
  found: Record<string, string> = {},
  config: StoredSpec['deployment_config'] = {},
  resolved: Partial<Parameters<typeof findFix>[1]['resolved']> = {},
) {
  const spec = {
    name: 'qwen',
    model_type: 'chat',
    deployment_config: config,
  } as StoredSpec;
  return findFix(
    { code, found },
    { spec, resolved: { ...RESOLVED, ...resolved } },
  )?.body;
}

describe('findFix', () => {
  it.each<[string, unknown, object]>([
    [
      'the context that fits',
      fixOf('ContextTooLong', { tokens: '32640' }),
      { deployment_config: { max_model_len: 31744 } },
    ],
    [
      'a small context',
      fixOf('ContextTooLong', { tokens: '1000' }),
      { deployment_config: { max_model_len: 976 } },
    ],
    [
      "the model's own context",
      fixOf('ContextBeyondModel', {
        asked: '4096',
        known: 'max_position_embeddings=2048 or model_max_length=None',
      }),
      { deployment_config: { max_model_len: 2048 } },
    ],
    [
      'an option without its typo',
      fixOf(
        'UnknownArgument',
        { arguments: '--enforce-eagr' },
        { extra_args: ['--seed=2', '--enforce-eagr'] },
      ),
      { deployment_config: { extra_args: ['--seed=2', '--enforce-eager'] } },
    ],
    [
      'an option without its typo, and its value as it was',
      fixOf(
        'UnknownArgument',
        { arguments: '--chat-templat=/a/b.jinja' },
        { args: ['--model=a', '--chat-templat=/a/b.jinja'] },
      ),
      {
        deployment_config: {
          args: ['--model=a', '--chat-template=/a/b.jinja'],
        },
      },
    ],
    [
      'no option a second time that is generated',
      fixOf(
        'UnknownArgument',
        { arguments: '--max-modle-len=4096' },
        { extra_args: ['--max-modle-len=4096', '--seed=2'] },
      ),
      { deployment_config: { extra_args: ['--seed=2'] } },
    ],
    [
      'no known option that this version refuses',
      fixOf(
        'UnknownArgument',
        { arguments: '--use-v2-block-manager' },
        { extra_args: ['--use-v2-block-manager', '--seed=2'] },
      ),
      { deployment_config: { extra_args: ['--seed=2'] } },
    ],
    [
      'no unknown argument',
      fixOf(
        'UnknownArgument',
        { arguments: '--no-such 1' },
        { extra_args: ['--no-such', '1', '--seed=2'] },
      ),
      { deployment_config: { extra_args: ['--seed=2'] } },
    ],
    [
      'what took the place of --task',
      fixOf(
        'RemovedArgument',
        { arguments: '--task embed' },
        { args: ['a/b', '--task', 'embed'] },
      ),
      { deployment_config: { args: ['a/b', '--runner', 'pooling'] } },
    ],
    [
      'no empty argument',
      fixOf('EmptyArgument', {}, { args: ['a/b', ''] }),
      { deployment_config: { args: ['a/b'] } },
    ],
    [
      'LoRA',
      fixOf('LoraNotEnabled', {}, { extra_args: ['--seed=1'] }),
      { deployment_config: { extra_args: ['--seed=1', '--enable-lora'] } },
    ],
    [
      'GPUs that divide',
      fixOf('TensorParallelInvalid', { size: '3' }),
      { deployment_config: { gpu_count: 2 } },
    ],
    [
      'enough GPUs',
      fixOf('TooFewGpus', { world: '4' }),
      { deployment_config: { gpu_count: 4 } },
    ],
    ['a GPU', fixOf('NoGpuVisible'), { deployment_config: { gpu_count: 1 } }],
    ['more memory', fixOf('OutOfMemory'), { requirements: { memory: '24Gi' } }],
    [
      'a longer start',
      fixOf('StartupTimeout'),
      { deployment_config: { initial_delay_seconds: 3600 } },
    ],
    ['a claim', fixOf('DiskFull'), { deployment_config: { enable_pvc: true } }],
    [
      'a larger claim',
      fixOf(
        'DiskFull',
        {},
        {},
        {
          storage: {
            kind: 'own',
            claimName: 'a',
            size: '50Gi',
            storageClass: 'b',
            accessMode: 'ReadWriteOnce',
          },
        },
      ),
      { deployment_config: { storage_size: '100Gi' } },
    ],
  ])('offers %s', (_, body, expected) => {
    expect(body).toEqual(expected);
  });

  it.each<[string, unknown]>([
    [
      'an argument that is not in the body',
      fixOf('UnknownArgument', { arguments: '--no-such' }),
    ],
    [
      'a command of its own',
      fixOf('LoraNotEnabled', {}, { command: ['vllm', 'serve'] }),
    ],
    [
      'an argument that is there',
      fixOf('LoraNotEnabled', {}, { extra_args: ['--enable-lora'] }),
    ],
    [
      'a claim of others',
      fixOf(
        'DiskFull',
        {},
        {},
        { storage: { kind: 'shared', claimName: 'a' } },
      ),
    ],
    ['a failure of which nothing was found', fixOf('ContextTooLong')],
    ['what needs a person', fixOf('GatedModel')],
  ])('offers nothing for %s', (_, body) => {
    expect(body).toBeUndefined();
  });
});
