import type { NodeFacts } from '../../facts/ClusterFacts';
import { mergeGpuConfig } from '../../gpus/gpuConfig';

const GIB = 2 ** 30;
/** Of a maker that config alone knows. */
const NPU = 'acme.example/npu';
const NPU_IMAGE = 'registry.acme.example/ai/engine:v1';

/** The accelerators that nodes of these cases may have. */
export const GPUS = mergeGpuConfig({
  vendors: [
    {
      name: 'acme',
      resources: [NPU],
      productLabels: ['acme.example/kind'],
      memoryLabels: [],
      productMemoryGib: { 'NPU-1': 24, 'NPU-2': 80 },
    },
  ],
});

export function aNode(
  name: string,
  {
    gpus = 0,
    taken = 0,
    arch = 'amd64',
    product = 'NVIDIA-L4',
    memory = 23034,
  } = {},
): NodeFacts {
  return {
    name,
    labels: {
      'kubernetes.io/arch': arch,
      ...(gpus && {
        'nvidia.com/gpu.product': product,
        'nvidia.com/gpu.memory': String(memory),
      }),
    },
    taints: [],
    unschedulable: false,
    ready: true,
    allocatable: {
      cpu: 32,
      memory: 256 * GIB,
      pods: 110,
      ...(gpus && { 'nvidia.com/gpu': gpus }),
    },
    requested: {
      cpu: 4,
      memory: 16 * GIB,
      pods: 1,
      ...(taken && { 'nvidia.com/gpu': taken }),
    },
  };
}

export function anNpuNode(kind: string, count: number, taken = 0): NodeFacts {
  const node = aNode(kind);
  return {
    ...node,
    labels: { ...node.labels, 'acme.example/kind': kind },
    allocatable: { ...node.allocatable, [NPU]: count },
    requested: { ...node.requested, [NPU]: taken },
  };
}

export const L4 = aNode('l4', { gpus: 2, taken: 1 });
export const A100 = aNode('a100', {
  gpus: 1,
  product: 'NVIDIA-A100-SXM4-80GB',
  memory: 81920,
});
/** Whose one GPU the model has. */
export const FULL_L4 = aNode('l4', { gpus: 1, taken: 1 });
const AMD = aNode('mi300x');
export const MI300X: NodeFacts = {
  ...AMD,
  labels: {
    ...AMD.labels,
    'amd.com/gpu.product-name': 'MI300X',
    'amd.com/gpu.vram': '192G',
  },
  allocatable: { ...AMD.allocatable, 'amd.com/gpu': 8 },
};
/** Where there is room for whatever is asked. */
export const ROOMY = aNode('roomy', { gpus: 16 });

/** A model with a GPU, and its pod on a node with small ones. */
export const ON_L4 = {
  resolved: { gpu: { count: 1, resourceName: 'nvidia.com/gpu' } },
  pods: [{ node: 'l4', requests: { 'nvidia.com/gpu': 1, cpu: 4 } }],
};
/** The same with an accelerator that config alone knows, and an image for it. */
export const ON_NPU = {
  config: { image: NPU_IMAGE },
  resolved: {
    image: NPU_IMAGE,
    gpu: { count: 1, resourceName: NPU },
  },
  pods: [{ node: 'NPU-1', requests: { [NPU]: 1 } }],
};
