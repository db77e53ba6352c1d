import type { DeviceClassFacts } from '../facts/ClusterFacts';
import { extendedResourcesOf } from '../placement/extendedResources';
import type { GpuVendor } from './vendors/GpuVendor';
import { KNOWN_VENDORS, matchesResource } from './vendors/knownVendors';

/** A resource of GPUs which no node has to show, and the class that gives it. */
export type ClaimableGpu = { resourceName: string; deviceClass: string };

/** GPUs that resource claims may give; in the order of the vendors' resources. */
export function findClaimableGpus(
  classes: DeviceClassFacts[],
  vendors: readonly GpuVendor[] = KNOWN_VENDORS,
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
