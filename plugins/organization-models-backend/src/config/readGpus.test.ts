import { ConfigReader } from '@backstage/config';
import { DEFAULT_GPU_CONFIG } from '../domain/gpus/gpuConfig';
import { chooseGpus } from '../domain/gpus/chooseGpus';
import type { StoredSpec } from '../domain/facts/ResolvedModel';
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

  it('takes all that there is to say of a vendor', () => {
    const config = read({
      vendors: [
        {
          name: 'acme',
          resources: ['acme.io/npu'],
          slices: ['acme.io/npu-part-*'],
          taint: 'acme.io/pool',
          productLabels: ['acme.io/kind'],
          memoryLabels: [{ label: 'acme.io/gib', unit: 'GiB' }],
          countLabels: ['acme.io/cards'],
        },
      ],
      labels: [{ vendor: 'acme', product: 'acme.io/better-kind' }],
    });
    const node = buildNode('n', {
      labels: {
        'acme.io/kind': 'N1',
        'acme.io/better-kind': 'NPU-1',
        'acme.io/gib': '64',
        'acme.io/cards': '4',
        'acme.io/npu-part-2.memory': '16384',
      },
      allocatable: { 'acme.io/npu': 8, 'acme.io/npu-part-2': 2 },
      taints: [{ key: 'acme.io/pool', effect: 'NoSchedule' }],
    });
    expect(listGpus(node, config)).toMatchObject([
      {
        vendor: 'acme',
        kind: 'shared',
        cards: 4,
        product: 'NPU-1',
        memoryBytes: 64 * 2 ** 30,
        blockedBy: undefined,
      },
      { kind: 'slice', memoryBytes: 16 * 2 ** 30, blockedBy: undefined },
    ]);
    const choice = chooseGpus({} as StoredSpec, { nodes: [node], config });
    expect(choice).toMatchObject({ gpu: { taintKey: 'acme.io/pool' } });
  });

  it('adds to a vendor that is known', () => {
    const { vendors } = read({
      vendors: [{ name: 'amd', resources: ['amd.example/gpu'] }],
    });
    expect(vendors[0]).toMatchObject({
      name: 'amd',
      resources: ['amd.com/gpu', 'amd.com/*', 'amd.example/gpu'],
      taintKey: 'amd.com/gpu',
    });
  });

  it.each([
    [{ labels: [{ vendor: 'acme', product: 'a' }] }, /its resource is needed/],
    [
      { vendors: [{ name: 'acme' }] },
      /gpus\.vendors: .* its resource is needed/,
    ],
    [
      { vendors: [{ resources: ['a/b'] }] },
      /Missing required config value at '.*name'/,
    ],
    [{ labels: [{ memory: 'a', memoryUnit: 'KiB' }] }, /MiB or GiB/],
    [{ productMemory: { X: 'big' } }, /gpus\.productMemory\.X must be/],
  ])('refuses %j', (gpus, message) => {
    expect(() => read(gpus)).toThrow(message);
  });
});
