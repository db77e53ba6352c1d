import type { NodeFacts } from '../facts/ClusterFacts';
import { describeBytes } from '../placement/describeAmounts';
import type { GpuConfig } from './gpuConfig';
import type { GpuDemand } from './gpuDemand';
import { isGpuType } from './gpuProduct';
import { listGpus, type GpuFacts } from './listGpus';
import { matchesNodeSelector } from '../placement/matchesNodeSelector';

/** GPUs of one resource: what one pod can ask several of. */
export type GpuPool = {
  resourceName: string;
  vendor: string;
  kind: GpuFacts['kind'];
  /** Acceptable by what was asked for. */
  gpus: GpuFacts[];
};

export type GpuSelection = {
  /** Everything that the allowed nodes have. */
  all: GpuFacts[];
  /** The best kind first; only of one vendor. */
  pools: GpuPool[];
  /** Whether memory was asked for, and no GPU tells its own. */
  memoryUnknown: boolean;
};

/**
 * The GPUs which are of the wanted type and memory, on nodes that match the
 * node selector. What is free plays no part: what was resolved once must not
 * depend on the moment.
 */
export function selectGpus(
  nodes: NodeFacts[],
  options: { demand: GpuDemand; config: GpuConfig; vendor?: string },
): GpuSelection {
  const { demand, config } = options;
  const all = nodes
    .filter(({ labels }) => matchesNodeSelector(labels, demand.nodeSelector))
    .flatMap(node => listGpus(node, config));
  const typed = all.filter(
    ({ product }) => !demand.type || isGpuType(product ?? '', demand.type),
  );
  const measured = typed.filter(
    ({ memoryBytes = 0 }) => memoryBytes >= (demand.minMemory ?? 0),
  );
  const unmeasured = typed.filter(
    ({ memoryBytes }) => memoryBytes === undefined,
  );
  const memoryUnknown =
    Boolean(demand.minMemory) && measured.length === 0 && unmeasured.length > 0;
  const acceptable = memoryUnknown ? unmeasured : measured;
  return {
    all,
    pools: toPools(ofOneVendor(acceptable, options)),
    memoryUnknown,
  };
}

function ofOneVendor(
  gpus: GpuFacts[],
  { config, vendor }: { config: GpuConfig; vendor?: string },
): GpuFacts[] {
  const names = [vendor, ...config.vendors.map(({ name }) => name)];
  const chosen = names.find(name => gpus.some(gpu => gpu.vendor === name));
  return gpus.filter(gpu => gpu.vendor === chosen);
}

// a GPU shared with others is the last resort: nothing keeps its memory free
const KINDS: GpuFacts['kind'][] = ['whole', 'slice', 'shared'];

function toPools(gpus: GpuFacts[]): GpuPool[] {
  const pools = new Map<string, GpuPool>();
  for (const gpu of gpus) {
    const { kind, resourceName, vendor } = gpu;
    const key = `${kind} ${resourceName}`;
    const pool = pools.get(key) ?? { kind, resourceName, vendor, gpus: [] };
    pool.gpus.push(gpu);
    pools.set(key, pool);
  }
  return [...pools.values()].sort(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      smallestMemory(a) - smallestMemory(b) ||
      (a.resourceName < b.resourceName ? -1 : 1),
  );
}

function smallestMemory({ gpus }: GpuPool): number {
  return Math.min(...gpus.map(({ memoryBytes = Infinity }) => memoryBytes));
}

/** `NVIDIA-L4 (24Gi), AMD_Instinct_MI300X_OAM (192Gi)` */
export function describeGpus(gpus: GpuFacts[]): string {
  const names = gpus.map(({ product, resourceName, memoryBytes }) => {
    const size = memoryBytes ? ` (${describeBytes(memoryBytes)})` : '';
    return `${product ?? resourceName}${size}`;
  });
  return [...new Set(names)].sort().join(', ');
}
