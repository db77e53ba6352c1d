import { CLOUD_MEMORY, CLOUD_PRODUCTS } from './clouds';
import type { GpuVendor } from './GpuVendor';

/** Intel's accelerators, whose software keeps the name of their first maker. */
export const gaudi: GpuVendor = {
  name: 'habana',
  resources: ['habana.ai/gaudi'],
  productLabels: ['habana.ai/gaudi.product', ...CLOUD_PRODUCTS],
  memoryLabels: CLOUD_MEMORY,
  productMemoryGib: { gaudi: 32, gaudi2: 96, gaudi3: 128 },
  builds: ['gaudi'],
};
