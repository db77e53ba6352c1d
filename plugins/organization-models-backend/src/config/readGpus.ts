import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  DEFAULT_GPU_CONFIG,
  type GpuConfig,
  type GpuVendor,
  mergeGpuConfig,
} from '../domain/gpus/gpuConfig';

/**
 * Reads `organizationModels.gpus`: labels of nodes and products that are not
 * known anyway.
 */
export function readGpus(config: Config | undefined): GpuConfig {
  const labels = config?.getOptionalConfigArray('gpus.labels') ?? [];
  const vendors = new Map<string, GpuVendor>();
  for (const entry of labels) {
    const name = entry.getOptionalString('vendor') ?? 'nvidia';
    vendors.set(name, addLabels(vendors.get(name) ?? vendorOf(name), entry));
  }
  return mergeGpuConfig({
    vendors: [...vendors.values()],
    productMemory: readProductMemory(config),
  });
}

function vendorOf(name: string): GpuVendor {
  const known = DEFAULT_GPU_CONFIG.vendors.find(each => each.name === name);
  return known ?? { name, resources: [], productLabels: [], memoryLabels: [] };
}

// what somebody configured comes before what is known
function addLabels(vendor: GpuVendor, entry: Config): GpuVendor {
  const [resource, product, memory, count] = [
    'resource',
    'product',
    'memory',
    'count',
  ].map(key => entry.getOptionalString(key));
  const unit = entry.getOptionalString('memoryUnit') ?? 'MiB';
  if (unit !== 'MiB' && unit !== 'GiB') {
    throw new InputError(
      'organizationModels.gpus.labels: memoryUnit must be MiB or GiB',
    );
  }
  const resources = [...vendor.resources, ...(resource ? [resource] : [])];
  if (resources.length === 0) {
    throw new InputError(
      `organizationModels.gpus.labels: the vendor ${vendor.name} is not known, so its resource is needed, such as example.com/gpu`,
    );
  }
  return {
    ...vendor,
    resources,
    productLabels: [...(product ? [product] : []), ...vendor.productLabels],
    memoryLabels: [
      ...(memory ? [{ key: memory, unit } as const] : []),
      ...vendor.memoryLabels,
    ],
    countLabels: [...(count ? [count] : []), ...(vendor.countLabels ?? [])],
  };
}

function readProductMemory(config: Config | undefined): Record<string, number> {
  const sizes =
    config?.getOptional<Record<string, unknown>>('gpus.productMemory') ?? {};
  return Object.fromEntries(
    Object.entries(sizes).map(([product, size]) => {
      const bytes = parseQuantity(String(size));
      if (!bytes) {
        throw new InputError(
          `organizationModels.gpus.productMemory.${product} must be an amount of memory with its unit, such as 80Gi`,
        );
      }
      return [product, bytes];
    }),
  );
}
