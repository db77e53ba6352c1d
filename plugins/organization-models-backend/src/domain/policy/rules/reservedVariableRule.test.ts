import type { StoredSpec } from '../../facts/ResolvedModel';
import { reservedVariableRule } from './reservedVariableRule';

type Config = NonNullable<StoredSpec['deployment_config']>;

function fieldsOf(
  config: Config,
  platformVariables: string[] = [],
  overridable: string[] = [],
): string[] {
  return reservedVariableRule(
    {
      spec: { name: 'qwen', model_type: 'chat', deployment_config: config },
      cluster: 'east',
      image: 'vllm/vllm-openai:v0.32.0',
      cpu: '2',
      memory: '16Gi',
      replicas: 1,
      platformVariables,
    },
    { environment: { overridable } },
  ).map(({ field }) => field.replace('deployment_config.', ''));
}

const variable = (name: string): Config => ({
  extra_env: [{ name, value: 'all' }],
});

describe('reservedVariableRule', () => {
  it.each([
    'NVIDIA_VISIBLE_DEVICES',
    'NVIDIA_DRIVER_CAPABILITIES',
    'CUDA_VISIBLE_DEVICES',
    'HIP_VISIBLE_DEVICES',
    'ROCR_VISIBLE_DEVICES',
    'AMD_VISIBLE_DEVICES',
    'GPU_DEVICE_ORDINAL',
    'ZE_AFFINITY_MASK',
    'ONEAPI_DEVICE_SELECTOR',
    'HABANA_VISIBLE_DEVICES',
    'HABANA_VISIBLE_MODULES',
    'NEURON_RT_VISIBLE_CORES',
    'NEURON_RT_NUM_CORES',
    'TPU_VISIBLE_CHIPS',
    'ASCEND_RT_VISIBLE_DEVICES',
    'HOME',
    'HF_TOKEN',
    'HF_ENDPOINT',
    'HF_HOME',
    'TRANSFORMERS_CACHE',
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
  ])('keeps %s from users, whatever the policy', name => {
    expect(fieldsOf(variable(name), [], ['*'])).toEqual(['extra_env.0.name']);
  });

  it.each([
    'VLLM_LOGGING_LEVEL',
    'NCCL_DEBUG',
    'HF_HUB_OFFLINE',
    'HTTPS_PROXY',
    'SSL_CERT_FILE',
    'HOMEPAGE',
    'OMP_NUM_THREADS',
    'PYTORCH_CUDA_ALLOC_CONF',
  ])('leaves %s to them', name => {
    expect(fieldsOf(variable(name))).toEqual([]);
  });

  it.each([
    ['HTTPS_PROXY', 'HTTPS_PROXY'],
    ['https_proxy', 'HTTPS_PROXY'],
    ['ALL_PROXY', 'HTTPS_PROXY'],
    ['NO_PROXY', 'HTTPS_PROXY'],
    ['CURL_CA_BUNDLE', 'SSL_CERT_FILE'],
    ['TEAM', 'TEAM'],
  ])('keeps %s from them where config sets %s', (name, set) => {
    expect(fieldsOf(variable(name), [set])).toEqual(['extra_env.0.name']);
    expect(fieldsOf(variable(name), [set], [set])).toEqual([]);
  });

  it.each<[string, Config, string]>([
    [
      'env',
      { command: ['env', 'NVIDIA_VISIBLE_DEVICES=all', 'vllm', 'serve'] },
      'command.1',
    ],
    [
      'a script',
      { command: ['sh', '-c', 'export HOME=/x; exec vllm serve x'] },
      'command.2',
    ],
    [
      'a line of its own',
      { command: ['sh', '-c'], args: ['cd /\nLD_PRELOAD=/x.so vllm serve x'] },
      'args.0',
    ],
    [
      'Python',
      {
        command: [
          'python3',
          '-c',
          'import os\nos.environ["CUDA_VISIBLE_DEVICES"] = "0"',
        ],
      },
      'command.2',
    ],
    [
      'a variable',
      {
        command: ['env', '$(PAIR)', 'vllm'],
        extra_env: [{ name: 'PAIR', value: 'NVIDIA_VISIBLE_DEVICES=all' }],
      },
      'command.1',
    ],
  ])('finds one that is set by %s', (_, config, field) => {
    expect(fieldsOf(config)).toEqual([field]);
  });

  it('takes no reading of a variable for a setting', () => {
    const script =
      'test "$HOME" == /x; vllm serve x --download-dir=$HOME/w --x=${HF_HOME}';
    expect(fieldsOf({ command: ['sh', '-c', script] })).toEqual([]);
  });
});
