import type { Amounts, NodeFacts } from '../facts/ClusterFacts';
import { DEFAULT_GPU_CONFIG, type GpuConfig } from './gpuConfig';
import { listGpus } from './listGpus';
import { findVendor } from './vendors/knownVendors';

/**
 * The GPUs that a pod holds on its node.
 *
 * @param node - `undefined` when it is not known (any more): the type is then
 * the name of the resource
 * @returns `undefined` when it asks for none
 */
export function gpusOfPod(
  requests: Amounts,
  node: Omit<NodeFacts, 'requested'> | undefined,
  config: GpuConfig = DEFAULT_GPU_CONFIG,
): { type: string; count: number } | undefined {
  const [resourceName, count] =
    Object.entries(requests).find(
      ([name, amount]) =>
        amount > 0 && findVendor(name, config.vendors) !== undefined,
    ) ?? [];
  if (resourceName === undefined || count === undefined) {
    return undefined;
  }
  const gpus = node ? listGpus({ ...node, requested: {} }, config) : [];
  const found = gpus.find(gpu => gpu.resourceName === resourceName);
  return { type: found?.product ?? resourceName, count };
}
