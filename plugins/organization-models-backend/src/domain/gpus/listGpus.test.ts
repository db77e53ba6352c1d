import {
  buildNode,
  type NodeOptions,
} from '../placement/__testUtils__/buildNode';
import { mergeGpuConfig } from './gpuConfig';
import { listGpus, type GpuFacts } from './listGpus';

const GI = 2 ** 30;
const MI = 2 ** 20;

const h100 = {
  'nvidia.com/gpu.present': 'true',
  'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
  'nvidia.com/gpu.memory': '81559',
  'nvidia.com/gpu.count': '8',
  'nvidia.com/gpu.replicas': '1',
  'nvidia.com/gpu.sharing-strategy': 'none',
  'nvidia.com/mig.strategy': 'single',
};

const l4 = {
  'nvidia.com/gpu.product': 'NVIDIA-L4',
  'nvidia.com/gpu.memory': '23034',
};

const cases: [string, NodeOptions, Partial<GpuFacts>[]][] = [
  [
    'whole NVIDIA GPUs, with the marketed size of their memory',
    {
      labels: h100,
      allocatable: { 'nvidia.com/gpu': 8 },
      requested: { 'nvidia.com/gpu': 3 },
    },
    [
      {
        nodeName: 'node',
        vendor: 'nvidia',
        resourceName: 'nvidia.com/gpu',
        kind: 'whole',
        product: 'NVIDIA-H100-80GB-HBM3',
        productLabel: 'nvidia.com/gpu.product',
        count: 8,
        available: 5,
        memoryBytes: 80 * GI,
        reportedBytes: 81559 * MI,
        blockedBy: undefined,
      },
    ],
  ],
  [
    'an L4, which has 24Gi',
    { labels: l4, allocatable: { 'nvidia.com/gpu': 1 } },
    [{ product: 'NVIDIA-L4', memoryBytes: 24 * GI }],
  ],
  [
    'MIG slices of the mixed strategy, and not the GPUs they are cut from',
    {
      labels: {
        ...h100,
        'nvidia.com/mig.strategy': 'mixed',
        'nvidia.com/mig-3g.40gb.product': 'NVIDIA-H100-80GB-HBM3-MIG-3g.40gb',
        'nvidia.com/mig-3g.40gb.memory': '40320',
        'nvidia.com/mig-3g.40gb.count': '8',
        'nvidia.com/mig-1g.10gb.me.product':
          'NVIDIA-H100-80GB-HBM3-MIG-1g.10gb.me',
        'nvidia.com/mig-1g.10gb.me.memory': '9856',
      },
      allocatable: {
        'nvidia.com/gpu': 0,
        'nvidia.com/mig-3g.40gb': 8,
        'nvidia.com/mig-1g.10gb.me': 2,
      },
      requested: { 'nvidia.com/mig-3g.40gb': 9 },
    },
    [
      {
        resourceName: 'nvidia.com/mig-3g.40gb',
        kind: 'slice',
        product: 'NVIDIA-H100-80GB-HBM3-MIG-3g.40gb',
        productLabel: 'nvidia.com/mig-3g.40gb.product',
        count: 8,
        available: 0,
        memoryBytes: 40 * GI,
        reportedBytes: 40320 * MI,
      },
      {
        resourceName: 'nvidia.com/mig-1g.10gb.me',
        kind: 'slice',
        memoryBytes: 10 * GI,
        reportedBytes: 9856 * MI,
      },
    ],
  ],
  [
    'MIG slices of the single strategy',
    {
      labels: {
        'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb',
        'nvidia.com/gpu.memory': '4864',
        'nvidia.com/gpu.count': '56',
        'nvidia.com/mig.strategy': 'single',
      },
      allocatable: { 'nvidia.com/gpu': 56 },
    },
    [
      {
        resourceName: 'nvidia.com/gpu',
        kind: 'slice',
        count: 56,
        memoryBytes: 5 * GI,
        reportedBytes: 4864 * MI,
      },
    ],
  ],
  [
    'time-sliced GPUs, each of which has all the memory',
    {
      labels: {
        ...l4,
        'nvidia.com/gpu.product': 'NVIDIA-L4-SHARED',
        'nvidia.com/gpu.replicas': '4',
        'nvidia.com/gpu.sharing-strategy': 'time-slicing',
      },
      allocatable: { 'nvidia.com/gpu': 4 },
    },
    [{ kind: 'shared', count: 4, memoryBytes: 24 * GI }],
  ],
  [
    'shared GPUs as older versions of feature discovery tell them',
    {
      labels: {
        'nvidia.com/gpu.product': 'Tesla-T4-SHARED',
        'nvidia.com/gpu.memory': '15360',
        'nvidia.com/gpu.replicas': '2',
      },
      allocatable: { 'nvidia.com/gpu': 2 },
    },
    [{ kind: 'shared', memoryBytes: 16 * GI }],
  ],
  [
    'a renamed shared resource',
    {
      labels: { ...l4, 'nvidia.com/gpu.replicas': '4' },
      allocatable: { 'nvidia.com/gpu.shared': 4 },
    },
    [{ resourceName: 'nvidia.com/gpu.shared', kind: 'shared' }],
  ],
  [
    'parts of a GPU under MPS, each with its part of the memory',
    {
      labels: {
        ...h100,
        'nvidia.com/gpu.replicas': '4',
        'nvidia.com/gpu.sharing-strategy': 'mps',
      },
      allocatable: { 'nvidia.com/gpu': 32 },
    },
    [{ kind: 'shared', memoryBytes: 20 * GI, reportedBytes: 20389.75 * MI }],
  ],
  [
    'AMD GPUs',
    {
      labels: {
        'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
        'amd.com/gpu.vram': '192G',
        'beta.amd.com/gpu.vram.192G': '8',
      },
      allocatable: { 'amd.com/gpu': 8 },
    },
    [
      {
        vendor: 'amd',
        kind: 'whole',
        product: 'AMD_Instinct_MI300X_OAM',
        memoryBytes: 192 * GI,
      },
    ],
  ],
  [
    'partitions of AMD GPUs, whose memory no label tells',
    {
      labels: {
        'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
        'amd.com/gpu.vram': '192G',
      },
      allocatable: { 'amd.com/cpx_nps4': 64 },
    },
    [{ vendor: 'amd', kind: 'slice', count: 64, memoryBytes: undefined }],
  ],
  [
    'Gaudi accelerators without labels',
    { allocatable: { 'habana.ai/gaudi': 8 } },
    [{ vendor: 'habana', product: undefined, memoryBytes: undefined }],
  ],
  [
    "GPUs on GKE by the accelerator's name",
    {
      labels: { 'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb' },
      allocatable: { 'nvidia.com/gpu': 8 },
    },
    [
      {
        product: 'nvidia-h100-mega-80gb',
        productLabel: 'cloud.google.com/gke-accelerator',
        memoryBytes: 80 * GI,
        reportedBytes: undefined,
      },
    ],
  ],
  [
    'slices on GKE',
    {
      labels: {
        'cloud.google.com/gke-accelerator': 'nvidia-tesla-a100',
        'cloud.google.com/gke-gpu-partition-size': '1g.5gb',
      },
      allocatable: { 'nvidia.com/gpu': 7 },
    },
    [{ kind: 'slice', memoryBytes: 5 * GI }],
  ],
  [
    'GPUs which Karpenter names',
    {
      labels: {
        'karpenter.k8s.aws/instance-gpu-name': 'a10g',
        'karpenter.k8s.aws/instance-gpu-memory': '22888',
      },
      allocatable: { 'nvidia.com/gpu': 4 },
    },
    [{ product: 'a10g', memoryBytes: 24 * GI }],
  ],
  [
    'TPUs, by the label of GKE',
    {
      labels: { 'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice' },
      allocatable: { 'google.com/tpu': 8 },
      taints: [{ key: 'google.com/tpu', effect: 'NoSchedule' }],
    },
    [
      {
        vendor: 'google',
        kind: 'whole',
        product: 'tpu-v6e-slice',
        memoryBytes: 32 * GI,
        blockedBy: undefined,
      },
    ],
  ],
  [
    'Neuron devices by the kind of machine, and not their cores once more',
    {
      labels: { 'node.kubernetes.io/instance-type': 'inf2.48xlarge' },
      allocatable: {
        'aws.amazon.com/neuron': 12,
        'aws.amazon.com/neuroncore': 24,
      },
    },
    [
      {
        vendor: 'aws',
        kind: 'whole',
        count: 12,
        alias: 'inferentia2',
        memoryBytes: 32 * GI,
      },
    ],
  ],
  ['nothing on a node without GPUs', { labels: { a: 'b' } }, []],
];

describe('listGpus', () => {
  it.each(cases)('finds %s', (_, options, expected) => {
    expect(listGpus(buildNode('node', options))).toEqual(
      expected.map(gpu => expect.objectContaining(gpu)),
    );
  });

  it('says what keeps pods away, but not the taint of GPUs', () => {
    const taint = { key: 'nvidia.com/gpu', effect: 'NoSchedule' as const };
    const options = {
      allocatable: { 'nvidia.com/mig-1g.5gb': 1 },
      taints: [taint],
    };
    expect(listGpus(buildNode('a', options))[0].blockedBy).toBe(undefined);
    expect(
      listGpus(buildNode('a', { ...options, unschedulable: true }))[0]
        .blockedBy,
    ).toBe('is cordoned');
    expect(
      listGpus(
        buildNode('a', { ...options, taints: [{ ...taint, key: 'pool' }] }),
      )[0].blockedBy,
    ).toBe('has the taint pool:NoSchedule');
  });

  it('finds the GPUs of configured vendors, and memory of products', () => {
    const config = mergeGpuConfig({
      vendors: [
        {
          name: 'ascend',
          resources: ['huawei.com/Ascend*'],
          productLabels: ['accelerator'],
          memoryLabels: [],
        },
      ],
      productMemory: { 'huawei ascend 910': 32 * GI },
    });
    const node = buildNode('a', {
      labels: { accelerator: 'Huawei-Ascend-910' },
      allocatable: { 'huawei.com/Ascend910': 8 },
    });
    expect(listGpus(node)).toEqual([]);
    expect(listGpus(node, config)).toEqual([
      expect.objectContaining({ vendor: 'ascend', memoryBytes: 32 * GI }),
    ]);
    expect(config.vendors[0].name).toBe('ascend');
  });
});
