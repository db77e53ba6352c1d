import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';

type GpuNode = ClusterStatus['gpu_nodes'][number];

/** GPUs of one type over all nodes; available ones can be used now. */
export type GpusOfType = {
  type: string;
  vramPerGpu?: string;
  total: number;
  available: number;
  nodes: number;
};

/** Sums the GPUs by type and memory, the most numerous first. */
export function gpusByType(nodes: GpuNode[]): GpusOfType[] {
  const types = new Map<string, GpusOfType>();
  for (const node of nodes) {
    const key = `${node.gpu_type} ${node.resource_name} ${node.vram_per_gpu}`;
    types.set(key, add(types.get(key), node));
  }
  return [...types.values()].sort((a, b) => b.total - a.total);
}

function add(sum: GpusOfType | undefined, node: GpuNode): GpusOfType {
  return {
    type: node.gpu_type,
    vramPerGpu: node.vram_per_gpu,
    total: (sum?.total ?? 0) + node.gpu_count,
    available:
      (sum?.available ?? 0) + (node.schedulable ? node.available_gpus : 0),
    nodes: (sum?.nodes ?? 0) + 1,
  };
}
