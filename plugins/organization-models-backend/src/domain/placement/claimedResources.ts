import type { DeviceClassFacts, NodeFacts } from '../facts/ClusterFacts';
import { findDeviceClass } from './extendedResources';
import type { Replica } from '../facts/Replica';

/** What resource claims may give in place of nodes, and by which class. */
export type ClaimedResource = { resource: string; deviceClass: string };

/** What a replica requests that resource claims may give. */
export function findClaimedResources(
  { requests }: Replica,
  classes: DeviceClassFacts[] = [],
): ClaimedResource[] {
  return Object.keys(requests).flatMap(resource => {
    const found = findDeviceClass(classes, resource);
    return found && requests[resource] > 0
      ? { resource, deviceClass: found.name }
      : [];
  });
}

/**
 * A node as if claims gave whatever is wanted there. What a device plugin
 * offers, the scheduler takes from that alone.
 */
export function supposeClaims(
  node: NodeFacts,
  claimed: ClaimedResource[],
): NodeFacts {
  const given = claimed.filter(
    ({ resource }) => !(node.allocatable[resource] > 0),
  );
  return {
    ...node,
    allocatable: {
      ...node.allocatable,
      ...Object.fromEntries(given.map(({ resource }) => [resource, Infinity])),
    },
  };
}
