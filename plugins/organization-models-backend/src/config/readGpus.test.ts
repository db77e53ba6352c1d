import { ConfigReader } from '@backstage/config';
import { DEFAULT_GPU_CONFIG } from '../domain/gpus/gpuConfig';
import { listGpus } from '../domain/gpus/listGpus';
import { buildNode } from '../domain/placement/__testUtils__/buildNode';
import { readGpus } from './readGpus';

describe('readGpus', () => {
  const read = (gpus: object) => readGpus(new ConfigReader({ gpus } as any));

  it('knows the usual labels without any', () => {
    expect(readGpus(undefined)).toEqual(DEFAULT_GPU_CONFIG);
  });

  it('reads labels of a vendor that is known, before the usual ones', () => {
    const config = read({
      labels: [
        { product: 'acme.io/card', memory: 'acme.io/gib', memoryUnit: 'GiB' },
        { count: 'acme.io/cards' },
      ],
    });
    const node = buildNode('n', {
      labels: {
        'acme.io/card': 'L40S',
        'acme.io/gib': '46',
        'acme.io/cards': '2',
        'node.kubernetes.io/instance-type': 'p5.48xlarge',
      },
      allocatable: { 'nvidia.com/gpu': 8 },
    });
    expect(listGpus(node, config)).toMatchObject([
      {
        kind: 'shared',
        cards: 2,
        product: 'L40S',
        productLabel: 'acme.io/card',
        memoryBytes: 48 * 2 ** 30,
        capability: { compute: 8.9 },
      },
    ]);
  });

  it('takes a vendor that is new, and sizes of products', () => {
    const config = read({
      labels: [
        { vendor: 'acme', resource: 'acme.io/npu', product: 'acme.io/kind' },
      ],
      productMemory: { 'NPU-1': '64Gi' },
    });
    const node = buildNode('n', {
      labels: { 'acme.io/kind': 'npu_1' },
      allocatable: { 'acme.io/npu': 4 },
    });
    expect(listGpus(node, config)).toMatchObject([
      { vendor: 'acme', kind: 'whole', memoryBytes: 64 * 2 ** 30 },
    ]);
  });

  it.each([
    [{ labels: [{ vendor: 'acme', product: 'a' }] }, /its resource is needed/],
    [{ labels: [{ memory: 'a', memoryUnit: 'KiB' }] }, /MiB or GiB/],
    [{ productMemory: { X: 'big' } }, /gpus\.productMemory\.X must be/],
  ])('refuses %j', (gpus, message) => {
    expect(() => read(gpus)).toThrow(message);
  });
});
