/*
 * Nodes as clouds, device plugins and labellers describe them: labels and what
 * there is to allocate are those of public reports and documents.
 */
import { buildNode } from '../placement/__testUtils__/buildNode';
import { listGpus, type GpuFacts } from './listGpus';

type Labels = Record<string, string>;
type Expected = Partial<Omit<GpuFacts, 'capability'>> & {
  gib?: number;
  compute?: number;
};

const NVIDIA = 'nvidia.com/gpu';
const gpus = (count: number, resource = NVIDIA) => ({ [resource]: count });

const NODES: [string, Labels, Record<string, number>, Expected][] = [
  [
    'GPU operator, H100',
    {
      'nvidia.com/gpu.count': '8',
      'nvidia.com/gpu.family': 'hopper',
      'nvidia.com/gpu.machine': 'PowerEdge-XE9680',
      'nvidia.com/gpu.memory': '81559',
      'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
      'nvidia.com/gpu.replicas': '1',
      'nvidia.com/mig.capable': 'true',
    },
    gpus(8),
    { kind: 'whole', gib: 80, compute: 9 },
  ],
  [
    'GPU operator, all of it cut alike: counts are still those of cards',
    {
      'nvidia.com/gpu.count': '8',
      'nvidia.com/gpu.memory': '4864',
      'nvidia.com/gpu.product': 'NVIDIA-A100-PCIE-40GB-MIG-1g.5gb',
      'nvidia.com/gpu.sharing-strategy': 'none',
      'nvidia.com/mig.config': 'all-1g.5gb',
      'nvidia.com/mig.strategy': 'single',
    },
    gpus(56),
    { kind: 'slice', gib: 5, compute: 8 },
  ],
  [
    'GPU operator, some of it cut',
    {
      'nvidia.com/gpu.count': '8',
      'nvidia.com/gpu.memory': '40960',
      'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB',
      'nvidia.com/mig-1g.5gb.count': '28',
      'nvidia.com/mig-1g.5gb.memory': '4864',
      'nvidia.com/mig-1g.5gb.product': 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb',
      'nvidia.com/mig.strategy': 'mixed',
    },
    gpus(28, 'nvidia.com/mig-1g.5gb'),
    { kind: 'slice', gib: 5, product: 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb' },
  ],
  [
    'time slicing whose replicas are told wrongly',
    {
      'node.kubernetes.io/instance-type': 'g5.xlarge',
      'nvidia.com/gpu.count': '1',
      'nvidia.com/gpu.memory': '23028',
      'nvidia.com/gpu.product': 'NVIDIA-A10G',
      'nvidia.com/gpu.replicas': '1',
    },
    gpus(10),
    { kind: 'shared', cards: 1, gib: 24, compute: 8.6 },
  ],
  [
    'Karpenter',
    {
      'karpenter.k8s.aws/instance-gpu-count': '4',
      'karpenter.k8s.aws/instance-gpu-manufacturer': 'nvidia',
      'karpenter.k8s.aws/instance-gpu-memory': '24576',
      'karpenter.k8s.aws/instance-gpu-name': 'a10g',
      'node.kubernetes.io/instance-type': 'g5.12xlarge',
    },
    gpus(4),
    { kind: 'whole', product: 'a10g', gib: 24, compute: 8.6 },
  ],
  [
    'EKS without any labeller',
    {
      'eks.amazonaws.com/nodegroup': 'gpu',
      'node.kubernetes.io/instance-type': 'p5en.48xlarge',
    },
    gpus(8),
    { alias: 'H200', gib: 141, compute: 9 },
  ],
  [
    'EKS, Trainium',
    { 'node.kubernetes.io/instance-type': 'trn1.32xlarge' },
    { ...gpus(16, 'aws.amazon.com/neuron'), 'aws.amazon.com/neuroncore': 32 },
    { vendor: 'aws', alias: 'trainium', gib: 32 },
  ],
  [
    'AKS, H100 NVL',
    {
      accelerator: 'nvidia',
      'kubernetes.azure.com/accelerator': 'nvidia',
      'node.kubernetes.io/instance-type': 'Standard_NC40ads_H100_v5',
    },
    gpus(1),
    { alias: 'H100-NVL', gib: 94, compute: 9 },
  ],
  [
    'AKS, H100',
    { 'node.kubernetes.io/instance-type': 'Standard_ND96isr_H100_v5' },
    gpus(8),
    { alias: 'H100', gib: 80 },
  ],
  [
    'AKS, A10',
    { 'node.kubernetes.io/instance-type': 'Standard_NV36ads_A10_v5' },
    gpus(1),
    { alias: 'A10', gib: 24, compute: 8.6 },
  ],
  [
    'AKS, a third of an A10, of which nobody tells how much',
    { 'node.kubernetes.io/instance-type': 'Standard_NV12ads_A10_v5' },
    gpus(1),
    { product: undefined, gib: undefined },
  ],
  [
    'GKE',
    {
      'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb',
      'cloud.google.com/gke-accelerator-count': '8',
      'cloud.google.com/gke-gpu-driver-version': 'latest',
      'node.kubernetes.io/instance-type': 'a3-megagpu-8g',
    },
    gpus(8),
    { product: 'nvidia-h100-mega-80gb', gib: 80, compute: 9 },
  ],
  [
    'GKE, cut',
    {
      'cloud.google.com/gke-accelerator': 'nvidia-tesla-a100',
      'cloud.google.com/gke-gpu-partition-size': '2g.10gb',
    },
    gpus(3),
    { kind: 'slice', gib: 10 },
  ],
  [
    'GKE, shared',
    {
      'cloud.google.com/gke-accelerator': 'nvidia-l4',
      'cloud.google.com/gke-gpu-sharing-strategy': 'time-sharing',
      'cloud.google.com/gke-max-shared-clients-per-gpu': '4',
    },
    gpus(4),
    { kind: 'shared', cards: 1, gib: 24 },
  ],
  [
    'GKE, TPU',
    {
      'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice',
      'cloud.google.com/gke-tpu-topology': '2x2',
    },
    gpus(4, 'google.com/tpu'),
    { vendor: 'google', product: 'tpu-v6e-slice', gib: 32 },
  ],
  [
    'GKE, RTX PRO 6000',
    { 'cloud.google.com/gke-accelerator': 'nvidia-rtx-pro-6000' },
    gpus(1),
    { gib: 96, compute: 12 },
  ],
  [
    'CoreWeave',
    {
      'gpu.nvidia.com/class': 'H100_NVLINK_80GB',
      'gpu.nvidia.com/count': '8',
      'gpu.nvidia.com/model': 'H100_NVLINK_80GB',
      'gpu.nvidia.com/vram': '81',
    },
    gpus(8),
    { gib: 80, compute: 9 },
  ],
  [
    'CoreWeave and others that tell the class alone',
    { 'gpu.nvidia.com/class': 'A100_SXM4_80GB' },
    gpus(8),
    { product: 'A100_SXM4_80GB', gib: 80, compute: 8 },
  ],
  ['Ori', { 'gpu.nvidia.com/class': 'L40S' }, gpus(1), { gib: 48 }],
  [
    'a superchip, whose name has the memory of its processor',
    { 'gpu.nvidia.com/class': 'GH200_480GB' },
    gpus(1),
    { gib: 96, compute: 9 },
  ],
  [
    'OCI',
    { 'node.kubernetes.io/instance-type': 'BM.GPU.A100-v2.8' },
    gpus(8),
    { alias: 'A100-80GB', gib: 80 },
  ],
  [
    'IBM',
    { 'node.kubernetes.io/instance-type': 'gx3d-160x1792x8h100' },
    gpus(8),
    { alias: 'H100', gib: 80 },
  ],
  [
    'Scaleway',
    { 'node.kubernetes.io/instance-type': 'H100-1-80G' },
    gpus(1),
    { alias: 'H100', gib: 80 },
  ],
  [
    'DigitalOcean',
    {
      'doks.digitalocean.com/gpu-brand': 'nvidia',
      'doks.digitalocean.com/gpu-model': 'h100',
      'node.kubernetes.io/instance-type': 'gpu-h100x8-640gb',
    },
    gpus(8),
    { product: 'h100', gib: 80 },
  ],
  [
    'Alibaba',
    {
      'aliyun.accelerator/nvidia_count': '1',
      'aliyun.accelerator/nvidia_mem': '15079MiB',
      'aliyun.accelerator/nvidia_name': 'Tesla-T4',
    },
    gpus(1),
    { gib: 16, compute: 7.5 },
  ],
  [
    'Volcengine',
    { 'machine.cluster.vke.volcengine.com/gpu-name': 'NVIDIA-L20' },
    gpus(8),
    { gib: 48, compute: 8.9 },
  ],
  [
    'HAMi, which offers each card ten times',
    { gpu: 'on', 'nvidia.com/gpu.product': 'Tesla-V100-PCIE-32GB' },
    gpus(10),
    { product: 'Tesla-V100-PCIE-32GB', gib: 32, compute: 7 },
  ],
  [
    'ROCm',
    {
      'amd.com/gpu.cu-count': '304',
      'amd.com/gpu.device-id': '74a1',
      'amd.com/gpu.family': 'AI',
      'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
      'amd.com/gpu.vram': '192G',
    },
    gpus(8, 'amd.com/gpu'),
    { vendor: 'amd', kind: 'whole', gib: 192 },
  ],
  [
    'ROCm, whose labeller counts kinds',
    {
      'beta.amd.com/gpu.cu-count.304': '8',
      'beta.amd.com/gpu.product-name.AMD_Instinct_MI300X_OAM': '8',
      'beta.amd.com/gpu.vram.192G': '8',
    },
    gpus(8, 'amd.com/gpu'),
    { product: 'AMD_Instinct_MI300X_OAM', productLabel: undefined, gib: 192 },
  ],
  [
    'ROCm, with two kinds in one machine: neither is told',
    {
      'amd.com/gpu.product-name.AMD_Instinct_MI210': '4',
      'amd.com/gpu.product-name.AMD_Instinct_MI300X_OAM': '4',
    },
    gpus(8, 'amd.com/gpu'),
    { product: undefined, gib: undefined },
  ],
  [
    'ROCm, a desktop',
    {
      'amd.com/gpu.product-name': 'AMD_Radeon_8060S_Graphics',
      'amd.com/gpu.vram': '64G',
    },
    gpus(1, 'amd.com/gpu'),
    { gib: 64 },
  ],
  [
    'ROCm, partitions',
    {
      'amd.com/compute-memory-partition': 'cpx_nps4',
      'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
      'amd.com/gpu.vram': '192G',
    },
    gpus(64, 'amd.com/cpx_nps4'),
    { kind: 'slice', gib: undefined },
  ],
  [
    'Gaudi',
    { 'habana.ai/gaudi.product': 'gaudi3' },
    gpus(8, 'habana.ai/gaudi'),
    { vendor: 'habana', gib: 128 },
  ],
  // names of GPUs without the label of their memory: nvidia-smi -L
  ...(
    [
      ['NVIDIA-B300-SXM6-AC', 288, 10.3],
      ['NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition', 96, 12],
      ['NVIDIA-H100-PCIe', 80, 9],
      ['NVIDIA-GeForce-RTX-4090-D', 24, 8.9],
      ['NVIDIA-A10-24Q', 24, 8.6],
      ['NVIDIA-A10-6Q', 6, 8.6],
      ['NVIDIA-H100L-94C', 94, 9],
      ['NVIDIA-RTX-A4500', undefined, 8.6],
      ['Quadro-RTX-8000', undefined, 7.5],
      ['NVIDIA-Thor', undefined, 11],
      ['NVIDIA-A100-PCIe', undefined, 8],
    ] as const
  ).map(([product, gib, compute]): (typeof NODES)[number] => [
    product,
    { 'nvidia.com/gpu.product': product },
    gpus(1),
    { gib, compute },
  ]),
  ...(
    [
      ['AMD_Instinct_MI300X_VF', 192],
      ['AMD_Instinct_MI308X', 192],
      ['AMD_Radeon_PRO_W7900', undefined],
    ] as const
  ).map(([product, gib]): (typeof NODES)[number] => [
    product,
    { 'amd.com/gpu.product-name': product },
    gpus(1, 'amd.com/gpu'),
    { gib },
  ]),
  // clouds' pages of machine types, where nothing but the type is told
  ...(
    [
      ['p6e-gb200.36xlarge', 'GB200', 186],
      ['p6e-gb300.36xlarge', 'GB300', 288],
      ['g6f.2xlarge', undefined, undefined],
      ['a4x-maxgpu-4g-metal', 'GB300', 288],
      ['a3-edgegpu-8g', 'H100', 80],
      ['g2-standard-12', 'L4', 24],
      ['g2-gpu-rtx4000a1-s', 'RTX-4000-Ada', 20],
      ['g1-gpu-rtx6000-1', 'Quadro-RTX-6000', 24],
      ['Standard_ND128isr_GB300_v6', 'GB300', 288],
      ['Standard_NC8ads_A10_v4', 'A10', 24],
      ['Standard_NV12ads_A10_v5', undefined, undefined],
      ['BM.GPU.GM4.8', 'A100-80GB', 80],
      ['BM.GPU.B4.8', 'A100-40GB', 40],
      ['BM.GPU.GB300.4', 'GB300', 288],
      ['BM.GPU.B300.8', 'B300', 288],
      ['gpu-4000adax1-20gb', 'RTX-4000-Ada', 20],
      ['B300-SXM-8-288G', 'B300', 288],
      ['l4-90', 'L4', 24],
      ['l40s-90', 'L40S', 48],
      ['h100-380', 'H100', 80],
      ['a100-180', 'A100-80GB', 80],
      ['a10-45', 'A10', 24],
      ['t2-le-45', 'V100S-32GB', 32],
      ['gpu-h100-sxm', 'H100', 80],
      ['gpu-b200-sxm', 'B200', 180],
      ['gpu_8x_h100_sxm5', 'H100', 80],
      ['gpu_8x_a100_80gb_sxm4', 'A100', undefined],
      ['h100-80gb-sxm-ib.8x', 'H100', 80],
      ['gpua30.small', 'A30', 24],
      ['gx2.16x128.2v100', 'V100-16GB', 16],
      ['ecs.gn7i-c16g1.4xlarge', 'A10', 24],
      ['vcg-a40-1c-5g-2vram', undefined, undefined],
    ] as const
  ).map(([type, alias, gib]): (typeof NODES)[number] => [
    type,
    { 'node.kubernetes.io/instance-type': type },
    gpus(1),
    { alias, gib },
  ]),
  ...(
    [
      ['Standard_ND96isr_MI355X_v6', 'amd.com/gpu', 'MI355X', 288],
      ['gpu-mi325x8-2048gb', 'amd.com/gpu', 'MI325X', 256],
      ['gpu-mi350x8-2304gb', 'amd.com/gpu', 'MI350X', 288],
      ['gx3d.160x1792.8gaudi3', 'habana.ai/gaudi', 'GAUDI3', 128],
      ['dl1.24xlarge', 'habana.ai/gaudi', 'gaudi', 32],
    ] as const
  ).map(([type, resource, alias, gib]): (typeof NODES)[number] => [
    type,
    { 'node.kubernetes.io/instance-type': type },
    gpus(8, resource),
    { alias, gib },
  ]),
  [
    'a bare device plugin: nothing is told, and nothing guessed',
    {},
    gpus(2),
    { product: undefined, gib: undefined, compute: undefined },
  ],
];

describe('nodes of the world', () => {
  it.each(NODES)('%s', (_, labels, allocatable, { gib, ...expected }) => {
    const [gpu] = listGpus(buildNode('n', { labels, allocatable }));
    const { memoryBytes, capability } = gpu;
    const found = {
      ...gpu,
      gib: memoryBytes && Math.round(memoryBytes / 2 ** 30),
      compute: capability?.compute,
    };
    expect(found).toMatchObject({ gib, ...expected });
  });
});
