import type { NodeFacts } from '../domain/facts/ClusterFacts';

// provisional until domain/fit reads GPUs of all vendors
export function listGpus(node: NodeFacts) {
  return Object.entries(node.allocatable)
    .filter(([resource, count]) => /^(nvidia\.com\/(gpu|mig-)|amd\.com\/gpu)/.test(resource) && count > 0)
    .map(([resourceName, count]) => ({
      nodeName: node.name,
      resourceName,
      vendor: resourceName.split('.')[0],
      product: node.labels['nvidia.com/gpu.product'] ?? node.labels['amd.com/gpu.product-name'] ?? resourceName,
      count,
      available: count - (node.requested[resourceName] ?? 0),
      memoryBytes: Number(node.labels['nvidia.com/gpu.memory'] ?? 0) * 2 ** 20 || undefined,
      blockedBy: node.unschedulable ? 'cordoned' : node.ready ? undefined : 'not ready',
    }));
}
