import type { NodeFacts } from '../facts/ClusterFacts';
import type { GpuConfig, GpuVendor } from './gpuConfig';
import { wordsOf } from './gpuProduct';
import { findInstanceType } from './instanceTypes';
import type { GpuFacts } from './listGpus';
import { toNominalMemory } from './nominalMemory';

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
  const { config, product } = source;
  const reported = readReported(node, source);
  const nominal =
    findSliceSize(node, source) ??
    (reported && toNominalMemory(reported, config.memorySizes)) ??
    // what is known of a product is the memory of a whole GPU
    (source.kind === 'slice' ? undefined : findProductMemory(product, config));
  const share = 1 / countMpsClients(node, source);
  return {
    memoryBytes: nominal && nominal * share,
    reportedBytes: reported && reported * share,
    cardBytes: source.kind === 'shared' ? nominal : undefined,
  };
}

function readReported(
  { labels }: NodeFacts,
  { resourceName, vendor, kind }: MemorySource,
): number | undefined {
  // the label of the whole GPU says nothing of a partition of it
  const whole =
    kind === 'slice' && vendor.name !== 'nvidia' ? [] : vendor.memoryLabels;
  const own = { key: `${resourceName}.memory`, unit: 'MiB' as const };
  const isMixedSlice = resourceName.startsWith('nvidia.com/mig-');
  return (isMixedSlice ? [own] : whole)
    .map(({ key, unit }) => readSize(labels[key], unit))
    .find(size => size !== undefined);
}

// 81559, or 192G as AMD writes GiB, or with the whole unit
function readSize(
  text: string | undefined,
  unit: 'MiB' | 'GiB',
): number | undefined {
  const [, digits, own] = /^(\d+)\s*(?:([GM])i?B?)?$/.exec(text ?? '') ?? [];
  const bytes = (own ?? unit).startsWith('G') ? GIBIBYTE : MEBIBYTE;
  return Number(digits) > 0 ? Number(digits) * bytes : undefined;
}

// 3g.20gb, wherever it is written
function findSliceSize(
  { labels }: NodeFacts,
  { resourceName, kind, product = '' }: MemorySource,
): number | undefined {
  const size = /\d+g\.(\d+)gb/.exec(
    [
      resourceName,
      labels['cloud.google.com/gke-gpu-partition-size'] ?? '',
      product,
    ].join(' '),
  )?.[1];
  return kind !== 'whole' && size ? Number(size) * GIBIBYTE : undefined;
}

function findProductMemory(
  product: string | undefined,
  { productMemory }: GpuConfig,
): number | undefined {
  const instance = findInstanceType(product);
  if (instance) {
    return instance.memoryGib * GIBIBYTE;
  }
  const name = product && toPlainName(product);
  return Object.entries(productMemory).find(
    ([key]) => toPlainName(key) === name,
  )?.[1];
}

// makers and lines of products are left out as often as not
function toPlainName(product: string): string {
  return wordsOf(product)
    .filter(word => !/^(nvidia|tesla|geforce|amd|instinct|shared)$/.test(word))
    .join('-');
}

// MPS gives each client its part of the memory; time slicing gives everybody
// all of it, and keeps nobody from taking it
function countMpsClients(
  { labels }: NodeFacts,
  { resourceName, kind }: MemorySource,
): number {
  if (kind !== 'shared') {
    return 1;
  }
  const own = labels[`${resourceName}.sharing-strategy`];
  if ((own ?? labels['nvidia.com/gpu.sharing-strategy']) === 'mps') {
    const replicas =
      labels[`${resourceName}.replicas`] ?? labels['nvidia.com/gpu.replicas'];
    return Number(replicas) || 1;
  }
  return labels['cloud.google.com/gke-gpu-sharing-strategy'] === 'mps'
    ? Number(labels['cloud.google.com/gke-max-shared-clients-per-gpu']) || 1
    : 1;
}
