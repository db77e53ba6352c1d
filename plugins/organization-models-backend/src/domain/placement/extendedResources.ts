import type { DeviceClassFacts } from '../facts/ClusterFacts';

/**
 * What pods can request in place of a claim for a device of the class: the name
 * that it gives, and the one that it has from Kubernetes 1.36 on anyway.
 */
export function extendedResourcesOf({
  name,
  extendedResourceName,
}: DeviceClassFacts): string[] {
  return [
    ...(extendedResourceName ? [extendedResourceName] : []),
    `deviceclass.resource.kubernetes.io/${name}`,
  ];
}

/** The class whose devices the scheduler gives to who requests a resource. */
export function findDeviceClass(
  classes: DeviceClassFacts[],
  resource: string,
): DeviceClassFacts | undefined {
  return classes.find(each => extendedResourcesOf(each).includes(resource));
}
