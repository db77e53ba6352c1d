import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import { type GpuConfig, mergeGpuConfig } from '../domain/gpus/gpuConfig';
import type { GpuVendor, MemoryLabel } from '../domain/gpus/vendors/GpuVendor';
import { KNOWN_VENDORS } from '../domain/gpus/vendors/knownVendors';

/**
 * Reads `organizationModels.gpus`: vendors, labels of nodes, and products that
 * are not known anyway. What is configured comes before what is known.
 */
export function readGpus(config: Config | undefined): GpuConfig {
  const gpus = config?.getOptionalConfig('gpus');
  const vendors = new Map<string, GpuVendor>();
  const add = (addition: Addition) => {
    const { name } = addition;
    vendors.set(name, addTo(vendors.get(name) ?? vendorNamed(name), addition));
  };
  gpus?.getOptionalConfigArray('vendors')?.map(readVendor).forEach(add);
  gpus?.getOptionalConfigArray('labels')?.map(readLabels).forEach(add);
  return mergeGpuConfig({
    vendors: [...vendors.values()],
    productMemory: readProductMemory(gpus),
  });
}

/** What an entry says of a vendor, and where in config it stands. */
type Addition = Partial<GpuVendor> & { name: string; place: string };

function readVendor(entry: Config): Addition {
  const place = 'organizationModels.gpus.vendors';
  return {
    place,
    name: entry.getString('name'),
    resources: entry.getOptionalStringArray('resources'),
    taintKey: entry.getOptionalString('taint'),
    productLabels: entry.getOptionalStringArray('productLabels'),
    memoryLabels: entry.getOptionalConfigArray('memoryLabels')?.map(label => ({
      key: label.getString('label'),
      unit: readUnit(label, { key: 'unit', place: `${place}.memoryLabels` }),
    })),
    countLabels: entry.getOptionalStringArray('countLabels'),
    slices: readSlices(entry),
  };
}

function readSlices(entry: Config): GpuVendor['slices'] {
  const resources = entry.getOptionalStringArray('slices');
  return resources && { resources, labelled: true };
}

function readLabels(entry: Config): Addition {
  const place = 'organizationModels.gpus.labels';
  const [resource, product, memory, count] = [
    'resource',
    'product',
    'memory',
    'count',
  ].map(key => entry.getOptionalString(key));
  const unit = readUnit(entry, { key: 'memoryUnit', place });
  return {
    place,
    name: entry.getOptionalString('vendor') ?? 'nvidia',
    resources: resource ? [resource] : undefined,
    productLabels: product ? [product] : undefined,
    memoryLabels: memory ? [{ key: memory, unit }] : undefined,
    countLabels: count ? [count] : undefined,
  };
}

function readUnit(
  entry: Config,
  { key, place }: { key: string; place: string },
): MemoryLabel['unit'] {
  const unit = entry.getOptionalString(key) ?? 'MiB';
  if (unit !== 'MiB' && unit !== 'GiB') {
    throw new InputError(`${place}: ${key} must be MiB or GiB`);
  }
  return unit;
}

function vendorNamed(name: string): GpuVendor {
  const known = KNOWN_VENDORS.find(each => each.name === name);
  return known ?? { name, resources: [], productLabels: [], memoryLabels: [] };
}

// the first resource stays that of whole GPUs; of labels, the new ones are read
// before the known ones
function addTo(vendor: GpuVendor, addition: Addition): GpuVendor {
  const resources = [
    ...new Set([...vendor.resources, ...(addition.resources ?? [])]),
  ];
  if (resources.length === 0) {
    throw new InputError(
      `${addition.place}: the vendor ${vendor.name} is not known, so its resource is needed, such as example.com/gpu`,
    );
  }
  return {
    ...vendor,
    resources: [...resources, ...newSlices(resources, addition)],
    taintKey: addition.taintKey ?? vendor.taintKey,
    productLabels: [...(addition.productLabels ?? []), ...vendor.productLabels],
    memoryLabels: [...(addition.memoryLabels ?? []), ...vendor.memoryLabels],
    countLabels: [
      ...(addition.countLabels ?? []),
      ...(vendor.countLabels ?? []),
    ],
    slices: addition.slices
      ? {
          ...vendor.slices,
          ...addition.slices,
          resources: [
            ...(vendor.slices?.resources ?? []),
            ...addition.slices.resources,
          ],
        }
      : vendor.slices,
  };
}

function newSlices(resources: string[], { slices }: Addition): string[] {
  return (slices?.resources ?? []).filter(each => !resources.includes(each));
}

function readProductMemory(gpus: Config | undefined): Record<string, number> {
  const sizes =
    gpus?.getOptional<Record<string, unknown>>('productMemory') ?? {};
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
