import type { DeviceClassFacts } from '../facts/ClusterFacts';
import { extendedResourcesOf } from '../placement/extendedResources';
import { DEFAULT_GPU_CONFIG, type GpuVendor } from './gpuConfig';
import { matchesResource } from './listGpus';

/** A resource of GPUs which no node has to show, and the class that gives it. */
export type ClaimableGpu = { resourceName: string; deviceClass: string };

/** GPUs that resource claims may give; in the order of the vendors' resources. */
export function findClaimableGpus(
  classes: DeviceClassFacts[],
  vendors: GpuVendor[] = DEFAULT_GPU_CONFIG.vendors,
): ClaimableGpu[] {
  const offered = classes.flatMap(each =>
    extendedResourcesOf(each).map(resourceName => ({
      resourceName,
      deviceClass: each.name,
    })),
  );
  return vendors
    .flatMap(({ resources }) => resources)
    .flatMap(pattern =>
      offered.filter(({ resourceName }) =>
        matchesResource(pattern, resourceName),
      ),
    );
}
