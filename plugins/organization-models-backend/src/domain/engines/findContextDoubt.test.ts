import type { StoredSpec } from '../facts/ResolvedModel';
import { findContextDoubt } from './findContextDoubt';
import { readSpecCommand } from './specRuntime';

type Config = StoredSpec['deployment_config'];

function fieldsOf(deployment_config: Config, longest?: number) {
  const reading = readSpecCommand({ deployment_config });
  return findContextDoubt({ deployment_config }, { reading, longest }).map(
    ({ field }) => field,
  );
}

describe('findContextDoubt', () => {
  it.each<[Config, string]>([
    [{ max_model_len: 40961 }, 'max_model_len'],
    [{ args: ['a/b', '--max-model-len', '64k'] }, 'args'],
    [{ command: ['vllm', 'serve', 'a', '--max_model_len=50000'] }, 'command'],
  ])('warns of %j', (config, field) => {
    expect(fieldsOf(config, 40960)).toEqual([`deployment_config.${field}`]);
  });

  it.each<Config>([
    { max_model_len: 40960 },
    {},
    { args: ['a/b', '--max-model-len', 'auto'] },
    {
      max_model_len: 131072,
      extra_args: ['--hf-overrides', '{"rope_parameters": {"factor": 4}}'],
    },
    {
      max_model_len: 50000,
      extra_env: [{ name: 'VLLM_ALLOW_LONG_MAX_MODEL_LEN', value: '1' }],
    },
  ])('has no doubt of %j', config => {
    expect(fieldsOf(config, 40960)).toEqual([]);
  });

  it('knows nothing of a model without a config', () => {
    expect(fieldsOf({ max_model_len: 1e8 })).toEqual([]);
  });
});
