import { CLOUD_COUNTS, CLOUD_MEMORY, CLOUD_PRODUCTS } from './clouds';
import type { GpuVendor } from './GpuVendor';
import { NVIDIA_PRODUCTS } from './nvidiaProducts';

/** As the device plugin, GPU feature discovery and the clouds write them. */
export const nvidia: GpuVendor = {
  name: 'nvidia',
  resources: ['nvidia.com/gpu', 'nvidia.com/gpu.shared', 'nvidia.com/mig-*'],
  taintKey: 'nvidia.com/gpu',
  productLabels: [
    'nvidia.com/gpu.product',
    // CoreWeave
    'gpu.nvidia.com/model',
    'gpu.nvidia.com/class',
    ...CLOUD_PRODUCTS,
  ],
  memoryLabels: [
    { key: 'nvidia.com/gpu.memory', unit: 'MiB' },
    { key: 'gpu.nvidia.com/vram', unit: '1000MiB' },
    ...CLOUD_MEMORY,
  ],
  countLabels: [
    'nvidia.com/gpu.count',
    'gpu.nvidia.com/count',
    ...CLOUD_COUNTS,
  ],
  // with the single strategy, slices bear the name of whole GPUs
  slices: {
    resources: ['nvidia.com/mig-*'],
    labels: ['cloud.google.com/gke-gpu-partition-size'],
    products: /-MIG-\d+g\./,
    size: /\d+g\.(\d+)gb/,
    labelled: true,
  },
  sharing: {
    labels: [
      {
        strategy: 'nvidia.com/gpu.sharing-strategy',
        clients: 'nvidia.com/gpu.replicas',
      },
      {
        strategy: 'cloud.google.com/gke-gpu-sharing-strategy',
        clients: 'cloud.google.com/gke-max-shared-clients-per-gpu',
      },
    ],
    // all that older versions of GPU feature discovery say
    products: /-SHARED$/,
  },
  generations: {
    compute: {
      major: 'nvidia.com/gpu.compute.major',
      minor: 'nvidia.com/gpu.compute.minor',
    },
    products: NVIDIA_PRODUCTS.compute,
    // the second one is what older versions of feature discovery write
    driver: [
      'nvidia.com/cuda.driver-version.major',
      'nvidia.com/cuda.driver.major',
    ],
  },
  productMemoryGib: NVIDIA_PRODUCTS.memoryGib,
  brands: ['nvidia', 'tesla', 'geforce', 'shared'],
  builds: ['cuda'],
  deviceVariables: /^NVIDIA_\w+$/,
  // CUDA images ask for all GPUs, which some nodes grant without a request
  hidden: { name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' },
};
