import type { ImageFacts } from '../../facts/ImageFacts';
import { amd } from './amd';
import { aws } from './aws';
import { gaudi } from './gaudi';
import { google } from './google';
import type { GpuVendor } from './GpuVendor';
import { intel } from './intel';
import { nvidia } from './nvidia';

/** The first is what a model gets in a cluster without any GPU. */
export const KNOWN_VENDORS: readonly GpuVendor[] = [
  nvidia,
  amd,
  gaudi,
  intel,
  google,
  aws,
];

/** Whether a resource is one of a vendor's, as config writes them. */
export function matchesResource(
  pattern: string,
  resourceName: string,
): boolean {
  return pattern.endsWith('*')
    ? resourceName.startsWith(pattern.slice(0, -1))
    : resourceName === pattern;
}

/** Whose a resource is. */
export function findVendor(
  resourceName: string,
  vendors: readonly GpuVendor[] = KNOWN_VENDORS,
): GpuVendor | undefined {
  return vendors.find(({ resources }) =>
    resources.some(pattern => matchesResource(pattern, resourceName)),
  );
}

/**
 * The taint by which clusters keep other pods off a vendor's GPU nodes: of
 * `nvidia.com/mig-1g.5gb`, too, it is `nvidia.com/gpu`.
 */
export function gpuTaintKey(
  resourceName: string,
  vendor = findVendor(resourceName),
): string {
  return vendor?.taintKey ?? resourceName;
}

/** Whose GPUs an image is made for, where it tells. */
export function vendorOf({ build }: ImageFacts): string | undefined {
  return KNOWN_VENDORS.find(
    ({ builds = [] }) => build !== undefined && builds.includes(build),
  )?.name;
}

// what most makers call theirs, known here or not
const VISIBLE = /^\w+_VISIBLE_(DEVICES|CORES|CHIPS|MODULES)$/;

/**
 * Whether a variable decides which devices a container sees. Some nodes grant
 * what it names without a request, past every count of GPUs, and what a pod says
 * wins over what a device plugin says.
 */
export function isDeviceVariable(name: string): boolean {
  return (
    VISIBLE.test(name) ||
    KNOWN_VENDORS.some(({ deviceVariables }) => deviceVariables?.test(name))
  );
}

/** What keeps GPUs that nobody asked for out of a pod. */
export const HIDDEN_GPUS = KNOWN_VENDORS.flatMap(({ hidden }) => hidden ?? []);
