import type { NodeFacts } from '../facts/ClusterFacts';
import { describeBytes } from '../placement/telling/describeAmounts';
import type { GpuConfig } from './gpuConfig';
import type { GpuDemand } from './gpuDemand';
import { fallsShort, type GpuRequirement } from './gpuRequirements';
import { isGpuType } from './gpuProduct';
import { listGpus, type GpuFacts } from './listGpus';
import { type NodeExclusion, toExclusions } from './toExclusions';
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
  /** Whether a type was asked for, and no GPU tells its own. */
  typeUnknown: boolean;
  /** What the acceptable ones fall short of, where no others are there. */
  shortfalls: Shortfall[];
  /** What would do, were the image not made for another vendor's. */
  ofOthers: GpuFacts[];
  /** Labels of nodes whose GPUs fall short, where there are others. */
  exclusions: NodeExclusion[];
};

/** GPUs that an image or a model refuses to start on. */
export type Shortfall = { requirement: GpuRequirement; gpu: GpuFacts };

/**
 * The GPUs which are of the wanted type and memory, on nodes that match the
 * node selector. What is free plays no part: what was resolved once must not
 * depend on the moment.
 */
export function selectGpus(
  nodes: NodeFacts[],
  options: {
    demand: GpuDemand;
    config: GpuConfig;
    vendor?: string;
    requirements?: GpuRequirement[];
  },
): GpuSelection {
  const { demand, config } = options;
  const all = nodes
    .filter(({ labels }) => matchesNodeSelector(labels, demand.nodeSelector))
    .flatMap(node => listGpus(node, config));
  const { typed, typeUnknown } = ofType(all, demand.type, options);
  const measured = typed.filter(
    ({ memoryBytes = 0 }) => memoryBytes >= (demand.minMemory ?? 0),
  );
  const unmeasured = typed.filter(
    ({ memoryBytes }) => memoryBytes === undefined,
  );
  const memoryUnknown =
    Boolean(demand.minMemory) && measured.length === 0 && unmeasured.length > 0;
  const ofAll = memoryUnknown ? unmeasured : measured;
  const acceptable = ofOneVendor(ofAll, options);
  const { gpus, ...judged } = judge(acceptable, options.requirements ?? []);
  return {
    all,
    pools: toPools(gpus),
    memoryUnknown,
    typeUnknown,
    ofOthers: acceptable.length === 0 ? ofAll : [],
    ...judged,
  };
}

// what nobody has named may be of the type, unless another maker's is: that is
// asked of nodes only where none says so
function ofType(
  all: GpuFacts[],
  type: string | undefined,
  made: { config: GpuConfig; vendor?: string },
) {
  if (!type) {
    return { typed: all, typeUnknown: false };
  }
  const named = all.filter(({ product = '', alias }) =>
    [product, alias ?? ''].some(name => isGpuType(name, type)),
  );
  const makers = makersOf(type, made);
  const unnamed = all.filter(
    ({ product, vendor }) =>
      product === undefined && (makers?.includes(vendor) ?? true),
  );
  const typeUnknown = named.length === 0 && unnamed.length > 0;
  return { typed: typeUnknown ? unnamed : named, typeUnknown };
}

// the maker of the type, where it is known, else that of whom the image is for
function makersOf(
  type: string,
  { config, vendor }: { config: GpuConfig; vendor?: string },
): string[] | undefined {
  const makers = config.vendors
    .filter(({ productMemoryGib = {} }) =>
      Object.keys(productMemoryGib).some(product => isGpuType(product, type)),
    )
    .map(({ name }) => name);
  if (makers.length > 0) {
    return makers;
  }
  return vendor ? [vendor] : undefined;
}

// GPUs on which nothing would start are left out, as long as others are there
function judge(
  gpus: GpuFacts[],
  requirements: GpuRequirement[],
): Pick<GpuSelection, 'shortfalls' | 'exclusions'> & { gpus: GpuFacts[] } {
  const shortfalls = gpus.flatMap(gpu =>
    requirements
      .filter(requirement => fallsShort(gpu, requirement))
      .map(requirement => ({ requirement, gpu })),
  );
  const short = new Set(shortfalls.map(({ gpu }) => gpu));
  const good = gpus.filter(gpu => !short.has(gpu));
  return good.length > 0
    ? { gpus: good, shortfalls: [], exclusions: toExclusions(shortfalls) }
    : { gpus, shortfalls, exclusions: [] };
}

function ofOneVendor(
  gpus: GpuFacts[],
  { config, vendor }: { config: GpuConfig; vendor?: string },
): GpuFacts[] {
  const names = vendor ? [vendor] : config.vendors.map(({ name }) => name);
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
  const names = gpus.map(({ product, alias, resourceName, memoryBytes }) => {
    const size = memoryBytes ? ` (${describeBytes(memoryBytes)})` : '';
    return `${alias ?? product ?? resourceName}${size}`;
  });
  return [...new Set(names)].sort().join(', ');
}
