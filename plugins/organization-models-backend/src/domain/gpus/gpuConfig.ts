import { INSTANCE_TYPE_LABEL } from './instanceTypes';

/**
 * How a vendor's GPUs show on a node. Known vendors are in
 * {@link DEFAULT_GPU_CONFIG}; more can be configured.
 */
export type GpuVendor = {
  /** For instance `nvidia`. */
  name: string;
  /**
   * Resources of device plugins, that of whole GPUs first; `*` at the end
   * stands for any rest.
   */
  resources: string[];
  /** Labels which name the product, the best first. */
  productLabels: string[];
  /** Labels which tell the memory of one GPU, the best first. */
  memoryLabels: { key: string; unit: 'MiB' | 'GiB' }[];
  /** Labels which tell how many cards a node has, however often each is offered. */
  countLabels?: string[];
};

export type GpuConfig = {
  /** The first is what a model gets in a cluster without any GPU. */
  vendors: GpuVendor[];
  /** Marketed sizes, in bytes, to which a driver's figure is rounded up. */
  memorySizes: number[];
  /**
   * Memory of one GPU by product, in bytes, where no label tells it. Case and
   * separators of the names do not matter.
   */
  productMemory: Record<string, number>;
};

const GIBIBYTE = 2 ** 30;

const MEMORY_SIZES_GIB = [
  6, 8, 10, 11, 12, 16, 20, 24, 32, 40, 48, 64, 72, 80, 94, 96, 128, 141, 144,
  180, 186, 192, 256, 288,
];

// accelerators as GKE and Karpenter name them; NVIDIA's own label comes with
// the memory
const PRODUCT_MEMORY_GIB: Record<string, number> = {
  'nvidia-tesla-p4': 8,
  'nvidia-tesla-p100': 16,
  'nvidia-tesla-t4': 16,
  'nvidia-tesla-v100': 16,
  'nvidia-tesla-a100': 40,
  'nvidia-a100-80gb': 80,
  'nvidia-l4': 24,
  'nvidia-h100-80gb': 80,
  'nvidia-h100-mega-80gb': 80,
  'nvidia-h200-141gb': 141,
  'nvidia-b200': 180,
  'nvidia-gb200': 186,
  'nvidia-rtx-pro-6000': 96,
  gaudi: 32,
  gaudi2: 96,
  gaudi3: 128,
  Max_1550: 128,
  Max_1100: 48,
  Flex_170: 16,
  t4: 16,
  t4g: 16,
  l4: 24,
  l20: 48,
  l40: 48,
  l40s: 48,
  a2: 16,
  a10: 24,
  a10g: 24,
  a16: 16,
  a30: 24,
  a40: 48,
  'a100-40gb': 40,
  'a100-80gb': 80,
  'v100-16gb': 16,
  'v100-32gb': 32,
  h20: 96,
  h100: 80,
  h200: 141,
  'gh200-480gb': 96,
  b200: 180,
  b300: 288,
  mi300x: 192,
  mi325x: 256,
  mi355x: 288,
  AMD_Instinct_MI210: 64,
  AMD_Instinct_MI300X: 192,
  AMD_Instinct_MI300X_OAM: 192,
  AMD_Instinct_MI325X_OAM: 256,
  AMD_Instinct_MI355X_OAM: 288,
};

// the clouds' own; each knows only its machines, so that the order among them
// does not matter. The kind of machine is the last that tells anything
const CLOUD_PRODUCTS = [
  'cloud.google.com/gke-accelerator',
  'karpenter.k8s.aws/instance-gpu-name',
  'eks.amazonaws.com/instance-gpu-name',
  'aliyun.accelerator/nvidia_name',
  'machine.cluster.vke.volcengine.com/gpu-name',
  'doks.digitalocean.com/gpu-model',
  INSTANCE_TYPE_LABEL,
];

const CLOUD_MEMORY: GpuVendor['memoryLabels'] = [
  { key: 'karpenter.k8s.aws/instance-gpu-memory', unit: 'MiB' },
  { key: 'eks.amazonaws.com/instance-gpu-memory', unit: 'MiB' },
  { key: 'aliyun.accelerator/nvidia_mem', unit: 'MiB' },
];

const CLOUD_COUNTS = [
  'karpenter.k8s.aws/instance-gpu-count',
  'eks.amazonaws.com/instance-gpu-count',
  'aliyun.accelerator/nvidia_count',
];

export const DEFAULT_GPU_CONFIG: GpuConfig = {
  vendors: [
    {
      name: 'nvidia',
      resources: [
        'nvidia.com/gpu',
        'nvidia.com/gpu.shared',
        'nvidia.com/mig-*',
      ],
      productLabels: [
        'nvidia.com/gpu.product',
        // CoreWeave
        'gpu.nvidia.com/model',
        'gpu.nvidia.com/class',
        ...CLOUD_PRODUCTS,
      ],
      memoryLabels: [
        { key: 'nvidia.com/gpu.memory', unit: 'MiB' },
        { key: 'gpu.nvidia.com/vram', unit: 'GiB' },
        ...CLOUD_MEMORY,
      ],
      countLabels: [
        'nvidia.com/gpu.count',
        'gpu.nvidia.com/count',
        ...CLOUD_COUNTS,
      ],
    },
    {
      name: 'amd',
      resources: ['amd.com/gpu', 'amd.com/*'],
      productLabels: [
        'amd.com/gpu.product-name',
        'beta.amd.com/gpu.product-name',
        ...CLOUD_PRODUCTS,
      ],
      memoryLabels: [
        { key: 'amd.com/gpu.vram', unit: 'GiB' },
        { key: 'beta.amd.com/gpu.vram', unit: 'GiB' },
        ...CLOUD_MEMORY,
      ],
    },
    {
      name: 'habana',
      resources: ['habana.ai/gaudi'],
      productLabels: ['habana.ai/gaudi.product', ...CLOUD_PRODUCTS],
      memoryLabels: CLOUD_MEMORY,
    },
    {
      name: 'intel',
      resources: ['gpu.intel.com/i915', 'gpu.intel.com/xe', 'intel.com/gpu'],
      productLabels: ['gpu.intel.com/product'],
      memoryLabels: [],
    },
  ],
  memorySizes: MEMORY_SIZES_GIB.map(size => size * GIBIBYTE),
  productMemory: Object.fromEntries(
    Object.entries(PRODUCT_MEMORY_GIB).map(([product, size]) => [
      product,
      size * GIBIBYTE,
    ]),
  ),
};

/** What an administrator configured, before what is known anyway. */
export function mergeGpuConfig(configured: Partial<GpuConfig>): GpuConfig {
  const { vendors = [], memorySizes = [], productMemory } = configured;
  const names = vendors.map(({ name }) => name);
  return {
    vendors: [
      ...DEFAULT_GPU_CONFIG.vendors.map(
        known => vendors.find(({ name }) => name === known.name) ?? known,
      ),
      ...vendors.filter(
        ({ name }) =>
          !DEFAULT_GPU_CONFIG.vendors.some(known => known.name === name),
      ),
    ].sort((a, b) => rank(names, a) - rank(names, b)),
    memorySizes: [...DEFAULT_GPU_CONFIG.memorySizes, ...memorySizes],
    productMemory: { ...DEFAULT_GPU_CONFIG.productMemory, ...productMemory },
  };
}

function rank(names: string[], { name }: GpuVendor): number {
  return names.includes(name) ? names.indexOf(name) : names.length;
}
