import type { ImageDetails } from '../facts/ImageDetails';
import type { ImageFacts } from '../facts/ImageFacts';
import { readImageDetails } from './readImageDetails';

describe('readImageDetails', () => {
  it.each<[string, Partial<ImageDetails>, Partial<ImageFacts>]>([
    ['nothing', {}, {}],
    [
      'CUDA and processors',
      {
        architectures: ['amd64', 'arm64'],
        environment: { CUDA_VERSION: '12.8.1' },
      },
      { architectures: ['amd64', 'arm64'], build: 'cuda', cuda: 12.8 },
    ],
    ['ROCm', { environment: { ROCM_PATH: '/opt/rocm' } }, { build: 'rocm' }],
    [
      'what it is built for, made from CUDA',
      { environment: { CUDA_VERSION: '12.8.1', VLLM_TARGET_DEVICE: 'cpu' } },
      { build: 'cpu' },
    ],
    [
      'Gaudi by another name',
      { environment: { VLLM_TARGET_DEVICE: 'hpu' } },
      { build: 'gaudi' },
    ],
    [
      'the version in a variable',
      { environment: { VLLM_VERSION: '0.10.1.1+9d3fc2a' } },
      { engineVersion: '0.10.1' },
    ],
    ['a month', { environment: { VLLM_VERSION: '25.09' } }, {}],
    [
      'the version of the engine itself',
      {
        labels: {
          'org.opencontainers.image.source':
            'https://github.com/vllm-project/vllm',
          'org.opencontainers.image.version': 'v0.32.0',
        },
      },
      { engineVersion: '0.32.0' },
    ],
    [
      'the version of something else',
      {
        labels: {
          'org.opencontainers.image.source':
            'https://github.com/LMCache/LMCache',
          'org.opencontainers.image.version': '0.4.3',
        },
      },
      {},
    ],
  ])('reads %s', (_, details, facts) => {
    const whole = {
      architectures: [],
      environment: {},
      labels: {},
      ...details,
    };
    expect(readImageDetails(whole, { engine: 'vllm' })).toEqual(facts);
  });
});
