import type { GpuVendor } from './GpuVendor';

/**
 * TPUs of GKE, of one host each. Which of a pool's topologies a model gets is
 * for `node_selector` to say.
 *
 * @remarks Memory is that of a chip, from the pages of the TPU versions.
 */
export const google: GpuVendor = {
  name: 'google',
  resources: ['google.com/tpu'],
  productLabels: ['cloud.google.com/gke-tpu-accelerator'],
  memoryLabels: [],
  productMemoryGib: {
    'tpu-v4-podslice': 32,
    'tpu-v5-lite-device': 16,
    'tpu-v5-lite-podslice': 16,
    'tpu-v5p-slice': 95,
    'tpu-v6e-device': 32,
    'tpu-v6e-slice': 32,
    tpu7x: 192,
  },
  builds: ['tpu'],
  deviceVariables: /^TPU_\w*(CHIPS|BOUNDS|TOPOLOGY|WORKER)\w*$/,
};
