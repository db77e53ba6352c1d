import type { NodeFacts } from '../facts/ClusterFacts';
import type { GpuConfig } from './gpuConfig';
import { countMemoryParts, isSliceResource } from './gpuKind';
import { wordsOf } from './gpuProduct';
import { findCounted, type GpuFacts } from './listGpus';
import { toNominalMemory } from './nominalMemory';
import type { GpuVendor, MemoryLabel } from './vendors/GpuVendor';
import type { InstanceType } from './vendors/instanceTypes';

type GpuMemory = Pick<GpuFacts, 'memoryBytes' | 'reportedBytes' | 'cardBytes'>;

type MemorySource = {
  resourceName: string;
  kind: GpuFacts['kind'];
  product?: string;
  /** Where the product is a kind of machine. */
  instance?: InstanceType;
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
  source: MemorySource,
): number | undefined {
  const { config, instance, vendor } = source;
  const name = product && toPlainName(product, vendor);
  const known = Object.entries(config.productMemory).find(
    ([key]) => toPlainName(key, vendor) === name,
  );
  if (known) {
    return known[1];
  }
  return instance
    ? instance.memoryGib && instance.memoryGib * GIBIBYTE
    : findNamedMemory(product) ?? findLongerName(product, source);
}

// what a virtual machine gets of a GPU, or all of it: A10-24Q, H100L-94C
const VIRTUAL = /-(\d+)[QCBA]$/;

// NVIDIA-B300-SXM6-AC, AMD_Instinct_MI300X_VF: more words than are needed
function findLongerName(
  product: string | undefined,
  { config, vendor }: MemorySource,
): number | undefined {
  const virtual = VIRTUAL.exec(product ?? '')?.[1];
  if (virtual || !product) {
    return virtual ? Number(virtual) * GIBIBYTE : undefined;
  }
  const words = `-${toPlainName(product, vendor)}-`;
  const known = Object.entries(config.productMemory).map(([key, size]) => ({
    name: toPlainName(key, vendor),
    size,
  }));
  const [longest] = known
    .filter(({ name }) => name !== '' && words.includes(`-${name}-`))
    .filter(({ name, size }) => !hasOtherSize(name, size))
    .sort((a, b) => b.name.length - a.name.length);
  return longest?.size;

  // a100 is sold as a100-40gb and a100-80gb
  function hasOtherSize(name: string, size: number): boolean {
    return known.some(
      other =>
        other.size !== size &&
        other.name.startsWith(`${name}-`) &&
        /^\d+gb/.test(other.name.slice(name.length + 1)),
    );
  }
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
