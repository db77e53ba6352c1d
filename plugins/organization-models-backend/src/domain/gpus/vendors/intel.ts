import type { GpuVendor } from './GpuVendor';

/** Intel's GPUs, by either of their kernel drivers. */
export const intel: GpuVendor = {
  name: 'intel',
  resources: ['gpu.intel.com/i915', 'gpu.intel.com/xe', 'intel.com/gpu'],
  productLabels: ['gpu.intel.com/product'],
  memoryLabels: [],
  productMemoryGib: { Max_1550: 128, Max_1100: 48, Flex_170: 16 },
  builds: ['xpu'],
  deviceVariables:
    /^(ZE_AFFINITY_MASK|ZE_FLAT_DEVICE_HIERARCHY|ONEAPI_DEVICE_SELECTOR|SYCL_DEVICE_(FILTER|ALLOWLIST))$/,
};
