import type { ClusterFacts } from '../facts/ClusterFacts';
import { findClaimableGpus } from '../gpus/findClaimableGpus';
import type { GpuConfig } from '../gpus/gpuConfig';
import { listGpus } from '../gpus/listGpus';

/** The GPU resources that pods of a cluster can ask for. */
export function findGpuResources(
  { nodes, deviceClasses = [] }: Pick<ClusterFacts, 'nodes' | 'deviceClasses'>,
  config: GpuConfig,
): string[] {
  const found = [
    ...nodes.flatMap(node => listGpus(node, config)),
    ...findClaimableGpus(deviceClasses, config.vendors),
  ].map(({ resourceName }) => resourceName);
  // What a model gets in a cluster whose first GPU node is still to come
  const [fallback] = config.vendors[0].resources;
  return [...new Set([...found, fallback])].sort();
}
