import { AmdAccelerator, NvidiaModel } from './NodeShape';

/** Real models with the values their drivers report. */
export const h100: NvidiaModel = {
  product: 'NVIDIA-H100-80GB-HBM3',
  memoryMiB: 81559,
  family: 'hopper',
  compute: '9.0',
  migCapable: true,
};

export const a100: NvidiaModel = {
  product: 'NVIDIA-A100-SXM4-40GB',
  memoryMiB: 40960,
  family: 'ampere',
  compute: '8.0',
  migCapable: true,
};

export const a100Large: NvidiaModel = {
  ...a100,
  product: 'NVIDIA-A100-SXM4-80GB',
  memoryMiB: 81920,
};

export const l4: NvidiaModel = {
  product: 'NVIDIA-L4',
  memoryMiB: 23034,
  family: 'ada-lovelace',
  compute: '8.9',
  migCapable: false,
};

export const mi300x: Omit<AmdAccelerator, 'count'> = {
  vendor: 'amd',
  productName: 'AMD_Instinct_MI300X_OAM',
  deviceId: '74a1',
  vram: '192G',
  computeUnits: 304,
};
