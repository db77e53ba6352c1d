import type { NodeFacts } from '../facts/ClusterFacts';
import type { ResolvedGpu, StoredSpec } from '../facts/ResolvedModel';
import type { GpuConfig } from '../gpus/gpuConfig';
import { listGpus } from '../gpus/listGpus';
import type { GpuVendor } from '../gpus/vendors/GpuVendor';
import { KNOWN_VENDORS } from '../gpus/vendors/knownVendors';
import type { GpuPlacement } from './ModelUse';

/** On which GPUs the pods of a model may land. */
export function computePlacement(
  spec: StoredSpec,
  { affinity, products }: ResolvedGpu,
): GpuPlacement {
  if (affinity?.strength === 'required') {
    return { only: [...affinity.values].sort() };
  }
  const selected = products?.selected ?? selectedProduct(spec, KNOWN_VENDORS);
  return selected
    ? { only: [selected] }
    : {
        known: products?.reachable ?? [],
        never: products?.unreachable ?? [],
      };
}

/**
 * The products of a cluster as a resource divides them: pods that ask for
 * `nvidia.com/gpu` never land on what AMD made.
 *
 * @returns `undefined` when the pods are bound to products anyway
 */
export function findProducts(
  nodes: NodeFacts[],
  { affinity, resourceName }: ResolvedGpu,
  { spec, config }: { spec: StoredSpec; config: GpuConfig },
): ResolvedGpu['products'] {
  if (affinity?.strength === 'required') {
    return undefined;
  }
  const gpus = nodes.flatMap(node => listGpus(node, config));
  const reachable = productsOf(
    gpus.filter(gpu => gpu.resourceName === resourceName),
  );
  return {
    reachable,
    unreachable: productsOf(gpus).filter(
      product => !reachable.includes(product),
    ),
    selected: selectedProduct(spec, config.vendors),
  };
}

function productsOf(gpus: { product?: string }[]): string[] {
  return [...new Set(gpus.flatMap(({ product }) => product ?? []))].sort();
}

function selectedProduct(
  { deployment_config = {} }: StoredSpec,
  vendors: readonly GpuVendor[],
): string | undefined {
  const labels = vendors.flatMap(({ productLabels }) => productLabels);
  return Object.entries(deployment_config.node_selector ?? {}).find(([label]) =>
    labels.includes(label),
  )?.[1];
}
