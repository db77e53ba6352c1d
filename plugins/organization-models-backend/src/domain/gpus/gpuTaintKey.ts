/**
 * The taint by which clusters keep other pods off a vendor's GPU nodes: of
 * `nvidia.com/mig-1g.5gb`, too, it is `nvidia.com/gpu`.
 */
export function gpuTaintKey(resourceName: string): string {
  const [vendor] = resourceName.split('/');
  return ['nvidia.com', 'amd.com'].includes(vendor)
    ? `${vendor}/gpu`
    : resourceName;
}
