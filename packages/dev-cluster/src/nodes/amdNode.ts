import { AmdAccelerator } from './NodeShape';

/** The labels that AMD's node labeller writes, in its current and its former form. */
export function amdLabels(gpus: AmdAccelerator): Record<string, string> {
  const values = {
    'cu-count': String(gpus.computeUnits),
    'device-id': gpus.deviceId,
    family: 'AI',
    'product-name': gpus.productName,
    'simd-count': String(gpus.computeUnits * 4),
    vram: gpus.vram,
  };
  const labels = Object.entries(values).flatMap(([name, value]) => [
    [`amd.com/gpu.${name}`, value],
    [`beta.amd.com/gpu.${name}`, value],
    [`beta.amd.com/gpu.${name}.${value}`, String(gpus.count)],
  ]);
  return {
    'feature.node.kubernetes.io/amd-gpu': 'true',
    ...Object.fromEntries(labels),
  };
}

/** The extended resource that AMD's device plugin registers for whole GPUs. */
export function amdResources(gpus: AmdAccelerator) {
  return { 'amd.com/gpu': String(gpus.count) };
}
