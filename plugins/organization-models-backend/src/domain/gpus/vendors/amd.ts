import { CLOUD_MEMORY, CLOUD_PRODUCTS } from './clouds';
import type { GpuVendor } from './GpuVendor';

/** As the device plugin and the node labeller of ROCm write them. */
export const amd: GpuVendor = {
  name: 'amd',
  resources: ['amd.com/gpu', 'amd.com/*'],
  taintKey: 'amd.com/gpu',
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
  // amd.com/cpx_nps4 is a part of what amd.com/gpu is
  slices: { resources: ['amd.com/*'] },
  productMemoryGib: {
    mi300x: 192,
    mi325x: 256,
    mi308x: 192,
    mi350x: 288,
    mi355x: 288,
    mi325: 256,
    AMD_Instinct_MI210: 64,
    AMD_Instinct_MI250X: 64,
    AMD_Instinct_MI325_OAM: 256,
    AMD_Instinct_MI350X: 288,
    AMD_Instinct_MI300X: 192,
    AMD_Instinct_MI300X_OAM: 192,
    AMD_Instinct_MI325X_OAM: 256,
    AMD_Instinct_MI355X_OAM: 288,
  },
  brands: ['amd', 'instinct'],
  builds: ['rocm'],
  deviceVariables: /^GPU_DEVICE_ORDINAL$/,
};
