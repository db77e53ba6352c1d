import type { QuotaLimits } from '@orgmodels/backstage-plugin-organization-models-common';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { buildNode } from '../placement/__testUtils__/buildNode';
import type { ResolvedGpu, ResolvedModel } from '../facts/ResolvedModel';
import type { StoredModel } from '../facts/StoredModel';
import { DEFAULT_GPU_CONFIG, mergeGpuConfig } from '../gpus/gpuConfig';
import { admittedRequests } from './admittedRequests';
import { assessQuota } from './assessQuota';
import { computeModelUse } from './computeModelUse';
import { computePlacement, findProducts } from './computePlacement';
import { describeExcess } from './describeExcess';

const GPU: ResolvedGpu = { count: 2, resourceName: 'nvidia.com/gpu' };
const H100 = 'NVIDIA-H100-80GB-HBM3';
const { resolved: CPU_ONLY } = buildStoredModel({ id: 'mdl_1' });

const AUTOSCALED: ResolvedModel['scaling'] = {
  mode: 'autoscaled',
  minReplicas: 1,
  maxReplicas: 4,
  targetMetric: 'num_requests_running',
  targetValue: '40',
  scaleDownDelay: '3m',
};

function useOf(
  resolved: Partial<ResolvedModel>,
  spec: Partial<StoredModel['spec']> = {},
) {
  return computeModelUse(
    buildStoredModel({
      id: 'mdl_1',
      resolved: { ...CPU_ONLY, ...resolved },
      spec,
    }),
  );
}

const bound = (values: string[]): ResolvedGpu => ({
  ...GPU,
  affinity: { strength: 'required', labelKey: 'product', values },
});

describe('computeModelUse', () => {
  it('counts the maximum of replicas times what each requests', () => {
    expect(
      useOf({ gpu: GPU, scaling: AUTOSCALED, cpu: '1500m', memory: '16Gi' }),
    ).toMatchObject({
      models: 1,
      gpus: 8,
      cpuMillis: 6_000,
      memoryBytes: 64 * 2 ** 30,
    });
    const scaling = { mode: 'fixed', replicas: 3 } as const;
    expect(useOf({ gpu: GPU, scaling }).gpus).toBe(6);
    expect(useOf({ scaling })).toMatchObject({ gpus: 0, cpuMillis: 6_000 });
  });

  it('counts nothing of a stopped model but the model', () => {
    expect(useOf({ gpu: GPU }, { desired_state: 'stopped' })).toEqual({
      models: 1,
      gpus: 0,
      cpuMillis: 0,
      memoryBytes: 0,
      placement: { known: [], never: [] },
    });
  });
});

describe('admittedRequests', () => {
  const resolved = { ...CPU_ONLY, gpu: GPU, cpu: '2', memory: '16Gi' };
  const asked = { cpu: 2, memory: 16 * 2 ** 30, [GPU.resourceName]: 2 };

  it('is nothing where the cluster adds nothing', () => {
    expect(admittedRequests(resolved, asked)).toBeUndefined();
  });

  it('counts what the cluster adds, in every replica', () => {
    const pod = { ...asked, cpu: 2.1, memory: 17 * 2 ** 30 };
    const admitted = admittedRequests(resolved, pod);
    const scaling = { mode: 'fixed', replicas: 3 } as const;
    expect(useOf({ ...resolved, admitted, scaling })).toMatchObject({
      gpus: 6,
      cpuMillis: 6_300,
      memoryBytes: 51 * 2 ** 30,
    });
  });
});

describe('assessQuota', () => {
  const assess = (
    hard: QuotaLimits,
    options: Partial<Parameters<typeof assessQuota>[0]> = {},
  ) =>
    assessQuota({
      hard,
      source: 'config',
      others: [useOf({ gpu: GPU })],
      wanted: useOf({ gpu: GPU }),
      ...options,
    });

  it.each<[string, QuotaLimits, string[]]>([
    ['no limits', {}, []],
    ['exactly what is wanted', { models: 2, gpus: 4, cpu: '4' }, []],
    ['fewer models', { models: 1 }, ['models']],
    ['fewer GPUs', { gpus: 3, models: 2 }, ['gpus']],
    ['less CPU', { cpu: '3999m' }, ['cpu']],
    ['less memory', { memory: '31Gi' }, ['memory']],
    ['none at all', { gpus: 0 }, ['gpus']],
    ['several', { models: 1, gpus: 2, memory: '64Gi' }, ['models', 'gpus']],
  ])('of %s', (_, hard, resources) => {
    const { rows, exceeded } = assess(hard);
    expect(exceeded.map(({ resource }) => resource)).toEqual(resources);
    expect(rows).toHaveLength(Object.keys(hard).length);
  });

  it('says what is used by others, what is wanted, and who limits it', () => {
    expect(assess({ cpu: '8', memory: '1Ti' }).rows).toEqual([
      {
        resource: 'cpu',
        hard: '8',
        used: '2',
        wanted: '2',
        source: 'config',
      },
      {
        resource: 'memory',
        hard: '1Ti',
        used: '16Gi',
        wanted: '16Gi',
        source: 'config',
      },
    ]);
  });

  it('lets pass what takes no more than before, however low the limits', () => {
    const before = useOf({ gpu: GPU });
    const hard = { models: 0, gpus: 0, cpu: '1', memory: '1Gi' };
    expect(assess(hard, { before }).exceeded).toEqual([]);
    const larger = useOf({ gpu: { ...GPU, count: 3 } });
    expect(
      assess(hard, { before, wanted: larger }).exceeded.map(
        ({ resource }) => resource,
      ),
    ).toEqual(['gpus']);
  });

  it('counts the start of a stopped model', () => {
    const before = useOf({ gpu: GPU }, { desired_state: 'stopped' });
    expect(assess({ gpus: 3 }, { before }).exceeded).toHaveLength(1);
  });

  describe('by type', () => {
    const products = {
      reachable: [H100, 'NVIDIA-L4'],
      unreachable: ['AMD-Instinct-MI300X-OAM'],
    };

    it.each<[string, ResolvedGpu, Partial<StoredModel['spec']>, string[]]>([
      ['a bound one', bound([H100]), {}, ['h100', 'NVIDIA H100']],
      [
        'one bound to several',
        bound([H100, 'NVIDIA-A100-SXM4-40GB']),
        {},
        ['h100', 'NVIDIA H100', 'A100', 'a100-sxm4'],
      ],
      [
        'one that may land anywhere',
        { ...GPU, products },
        {},
        ['h100', 'NVIDIA H100', 'A100', 'a100-sxm4', 'L4', 'B200'],
      ],
      [
        'one of a cluster that was not known',
        GPU,
        {},
        ['h100', 'NVIDIA H100', 'A100', 'a100-sxm4', 'L4', 'MI300X', 'B200'],
      ],
      [
        'one of a type that nothing binds it to',
        GPU,
        { requirements: { gpu: { gpu_type: 'nvidia_h100' } } },
        ['h100', 'NVIDIA H100', 'A100', 'a100-sxm4', 'L4', 'MI300X', 'B200'],
      ],
      [
        'one that selects a product',
        { ...GPU, products },
        {
          deployment_config: {
            node_selector: { 'nvidia.com/gpu.product': 'NVIDIA-L4' },
          },
        },
        ['L4'],
      ],
      [
        'one that only prefers a product',
        {
          ...GPU,
          products,
          affinity: {
            strength: 'preferred',
            labelKey: 'product',
            values: [H100],
          },
        },
        {},
        ['h100', 'NVIDIA H100', 'A100', 'a100-sxm4', 'L4', 'B200'],
      ],
    ])('counts %s', (_, gpu, spec, types) => {
      const named = [
        'h100',
        'NVIDIA H100',
        'A100',
        'a100-sxm4',
        'L4',
        'MI300X',
        'B200',
      ];
      const { exceeded } = assess(
        {
          gpus_by_type: Object.fromEntries(named.map(type => [type, 0])),
        },
        { others: [], wanted: useOf({ gpu }, spec) },
      );
      expect(exceeded.map(({ resource }) => resource)).toEqual(
        types.map(type => `gpus_by_type.${type}`),
      );
    });
  });
});

describe('findProducts', () => {
  const specOf = (selector?: Record<string, string>) => ({
    ...buildStoredModel({ id: 'mdl_1' }).spec,
    deployment_config: { node_selector: selector },
  });
  const nodes = [
    buildNode('a', {
      labels: { 'nvidia.com/gpu.product': H100 },
      allocatable: { 'nvidia.com/gpu': 8 },
    }),
    buildNode('b', {
      labels: { 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM' },
      allocatable: { 'amd.com/gpu': 8 },
    }),
  ];

  it('tells what other resources hold, where nothing else binds the pods', () => {
    const asked = { spec: specOf(), config: DEFAULT_GPU_CONFIG };
    expect(findProducts(nodes, GPU, asked)).toEqual({
      reachable: [H100],
      unreachable: ['AMD_Instinct_MI300X_OAM'],
    });
    expect(findProducts(nodes, bound([H100]), asked)).toBeUndefined();
  });

  it('remembers the product that a label of a configured vendor selects', () => {
    const config = mergeGpuConfig({
      vendors: [
        {
          name: 'acme',
          resources: ['acme.example/npu'],
          productLabels: ['acme.example/kind'],
          memoryLabels: [],
        },
      ],
    });
    const spec = specOf({ 'acme.example/kind': 'NPU-1' });
    const products = findProducts(nodes, GPU, { spec, config });
    expect(products?.selected).toBe('NPU-1');
    expect(computePlacement(spec, { ...GPU, products })).toEqual({
      only: ['NPU-1'],
    });
  });
});

describe('describeExcess', () => {
  it('says the numbers and what would help', () => {
    expect(
      describeExcess([
        {
          resource: 'gpus_by_type.H100',
          hard: '16',
          used: '12',
          wanted: '8',
          source: 'default',
        },
      ]),
    ).toBe(
      'The organization may use 16 GPUs of type H100: its other models come to 12, and this one to 8. Ask for at most 4 GPUs of type H100 (fewer or smaller replicas), stop or delete another model, or ask an administrator to raise the quota.',
    );
  });

  it('knows that a stopped model is one still', () => {
    expect(
      describeExcess([
        {
          resource: 'models',
          hard: '5',
          used: '5',
          wanted: '1',
          source: 'override',
        },
      ]),
    ).toBe(
      'The organization may use 5 models: its other models come to 5, and this one to 1. Delete a model, or ask an administrator to raise the quota.',
    );
  });
});
