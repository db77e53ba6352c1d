import type { NodeFacts } from '../facts/ClusterFacts';
import type { GpuConfig } from './gpuConfig';
import { countMemoryParts, isSliceResource } from './gpuKind';
import { wordsOf } from './gpuProduct';
import { findCounted, type GpuFacts } from './listGpus';
import { toNominalMemory } from './nominalMemory';
import type { GpuVendor, MemoryLabel } from './vendors/GpuVendor';
import { findInstanceType } from './vendors/instanceTypes';

type GpuMemory = Pick<GpuFacts, 'memoryBytes' | 'reportedBytes' | 'cardBytes'>;

type MemorySource = {
  resourceName: string;
  kind: GpuFacts['kind'];
  product?: string;
  vendor: GpuVendor;
  config: GpuConfig;
};

const MEBIBYTE = 2 ** 20;
const GIBIBYTE = 2 ** 30;

/**
 * Memory of one GPU of a resource: by the vendor's labels, else by its product
 * or the name of its slice; nothing where neither tells.
 */
export function readGpuMemory(
  node: NodeFacts,
  source: MemorySource,
): GpuMemory {
  const { config, kind, product } = source;
  const reported = readReported(node, source);
  const nominal =
    findSliceSize(node, source) ??
    (reported && toNominalMemory(reported, config.memorySizes)) ??
    // what is known of a product is the memory of a whole GPU
    (kind === 'slice' ? undefined : findProductMemory(product, source));
  const share = kind === 'shared' ? 1 / countMemoryParts(node, source) : 1;
  return {
    memoryBytes: nominal && nominal * share,
    reportedBytes: reported && reported * share,
    cardBytes: kind === 'shared' ? nominal : undefined,
  };
}

function readReported(
  { labels }: NodeFacts,
  { resourceName, vendor, kind }: MemorySource,
): number | undefined {
  const { slices, memoryLabels } = vendor;
  const own = { key: `${resourceName}.memory`, unit: 'MiB' as const };
  const ofSlices = isSliceResource(resourceName, vendor) ? [own] : memoryLabels;
  // else the label of the whole GPU says nothing of a partition of it
  const isTold = kind !== 'slice' || slices?.labelled;
  return (isTold ? ofSlices : [])
    .map(({ key, unit }) =>
      readSize(labels[key] ?? findCounted({ labels }, [key]), unit),
    )
    .find(size => size !== undefined);
}

const UNITS: Record<string, number> = {
  M: MEBIBYTE,
  MiB: MEBIBYTE,
  '1000MiB': 1000 * MEBIBYTE,
  G: GIBIBYTE,
  GiB: GIBIBYTE,
};

// 81559, or 192G as AMD writes GiB, or with the whole unit
function readSize(
  text: string | undefined,
  unit: MemoryLabel['unit'],
): number | undefined {
  const [, digits, own] = /^(\d+)\s*(?:([GM])i?B?)?$/.exec(text ?? '') ?? [];
  return Number(digits) > 0 ? Number(digits) * UNITS[own ?? unit] : undefined;
}

// 3g.20gb, wherever it is written
function findSliceSize(
  { labels }: NodeFacts,
  { resourceName, vendor: { slices }, kind, product = '' }: MemorySource,
): number | undefined {
  const told = slices?.labels?.map(key => labels[key] ?? '') ?? [];
  const size = slices?.size?.exec(
    [resourceName, ...told, product].join(' '),
  )?.[1];
  return kind !== 'whole' && size ? Number(size) * GIBIBYTE : undefined;
}

function findProductMemory(
  product: string | undefined,
  { config, vendor }: MemorySource,
): number | undefined {
  const instance = findInstanceType(product);
  if (instance) {
    return instance.memoryGib * GIBIBYTE;
  }
  const name = product && toPlainName(product, vendor);
  const known = Object.entries(config.productMemory).find(
    ([key]) => toPlainName(key, vendor) === name,
  );
  return known?.[1] ?? findNamedMemory(product);
}

/** Whose name has the memory of their processor in it. */
const SUPERCHIP = /GH200|GB[23]00/i;

// H100_SXM5_80GB, A100-PCIE-40GB: as long as it is a size that is sold
function findNamedMemory(product = ''): number | undefined {
  const [, gibibytes] =
    /(?:^|[^\d])(\d{2,3})GB(?:[^a-z]|$)/i.exec(product) ?? [];
  return gibibytes && !SUPERCHIP.test(product)
    ? Number(gibibytes) * GIBIBYTE
    : undefined;
}

// makers and lines of products are left out as often as not
function toPlainName(product: string, { brands = [] }: GpuVendor): string {
  return wordsOf(product)
    .filter(word => !brands.includes(word))
    .join('-');
}
