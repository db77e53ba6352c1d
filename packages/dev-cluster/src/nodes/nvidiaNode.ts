import { MigSlice, NvidiaAccelerator } from './NodeShape';

const driverLabels = {
  'nvidia.com/cuda.driver-version.major': '580',
  'nvidia.com/cuda.driver-version.minor': '95',
  'nvidia.com/cuda.driver-version.revision': '05',
  'nvidia.com/cuda.driver-version.full': '580.95.05',
  'nvidia.com/cuda.runtime-version.major': '13',
  'nvidia.com/cuda.runtime-version.minor': '0',
  'nvidia.com/cuda.runtime-version.full': '13.0',
};

/** The labels that GPU feature discovery, node feature discovery and the GPU operator write. */
export function nvidiaLabels(gpus: NvidiaAccelerator): Record<string, string> {
  const { model, count, migSlices = [] } = gpus;
  const [major, minor] = model.compute.split('.');
  return {
    'feature.node.kubernetes.io/pci-10de.present': 'true',
    ...driverLabels,
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.deploy.device-plugin': 'true',
    'nvidia.com/gpu.deploy.dcgm-exporter': 'true',
    'nvidia.com/gpu.product': model.product,
    'nvidia.com/gpu.memory': String(model.memoryMiB),
    'nvidia.com/gpu.count': String(count),
    'nvidia.com/gpu.replicas': '1',
    'nvidia.com/gpu.sharing-strategy': 'none',
    'nvidia.com/gpu.family': model.family,
    'nvidia.com/gpu.compute.major': major,
    'nvidia.com/gpu.compute.minor': minor,
    'nvidia.com/gpu.mode': 'compute',
    'nvidia.com/mps.capable': 'false',
    'nvidia.com/mig.capable': String(model.migCapable),
    'nvidia.com/mig.strategy': migSlices.length > 0 ? 'mixed' : 'single',
    ...(migSlices.length > 0 && { 'nvidia.com/mig.config.state': 'success' }),
    ...Object.assign({}, ...migSlices.map(slice => sliceLabels(gpus, slice))),
  };
}

/** The extended resources that NVIDIA's device plugin registers. */
export function nvidiaResources(gpus: NvidiaAccelerator) {
  const { count, migSlices = [] } = gpus;
  const slices = migSlices.map(slice => [
    `nvidia.com/mig-${slice.profile}`,
    String(slice.count),
  ]);
  // Under the strategy "mixed" the resource of whole GPUs stays, at 0, when all are sliced.
  const whole = migSlices.length > 0 ? '0' : String(count);
  return { 'nvidia.com/gpu': whole, ...Object.fromEntries(slices) };
}

function sliceLabels(gpus: NvidiaAccelerator, slice: MigSlice) {
  const prefix = `nvidia.com/mig-${slice.profile}`;
  return {
    [`${prefix}.count`]: String(slice.count),
    [`${prefix}.memory`]: String(slice.memoryMiB),
    [`${prefix}.multiprocessors`]: String(slice.multiprocessors),
    [`${prefix}.product`]: `${gpus.model.product}-MIG-${slice.profile}`,
    [`${prefix}.replicas`]: '1',
    [`${prefix}.sharing-strategy`]: 'none',
    [`${prefix}.slices.ci`]: String(slice.slices),
    [`${prefix}.slices.gi`]: String(slice.slices),
  };
}
