import type { NodeFacts } from '../facts/ClusterFacts';
import { describeObstacle } from '../placement/describeNodeFit';
import { findUntoleratedTaint } from '../placement/findUntoleratedTaint';
import {
  DEFAULT_GPU_CONFIG,
  type GpuConfig,
  type GpuVendor,
} from './gpuConfig';
import { findInstanceType, INSTANCE_TYPE_LABEL } from './instanceTypes';
import { type GpuCapability, readCapability } from './readCapability';
import { readGpuMemory } from './readGpuMemory';
import { gpuTaintKey } from './gpuTaintKey';

/** GPUs of one kind on one node. */
export type GpuFacts = {
  nodeName: string;
  /** For instance `nvidia`. */
  vendor: string;
  /** For instance `nvidia.com/gpu` or `nvidia.com/mig-3g.20gb`. */
  resourceName: string;
  /**
   * `slice`: a part of a GPU with memory of its own; `shared`: one GPU offered
   * several times. Neither can work together with others of its kind.
   */
  kind: 'whole' | 'slice' | 'shared';
  product?: string;
  /** The label which names the product. */
  productLabel?: string;
  /** The product as its maker calls it, where the label says something else. */
  alias?: string;
  /** Cards that are there, where pods share them, and the memory of each. */
  cards?: number;
  cardBytes?: number;
  capability?: GpuCapability;
  /** How many pods of one GPU each there is room for. */
  count: number;
  /** Those of them which are not requested; never below zero. */
  available: number;
  /** Of one GPU, as it is marketed; what `min_vram` is compared with. */
  memoryBytes?: number;
  /** Of one GPU, as its driver reports it; what an engine can use. */
  reportedBytes?: number;
  /** Why pods with a toleration for GPUs cannot go there. */
  blockedBy?: string;
};

// Of a large cluster, most nodes are the same from one question to the next
const LISTED = new WeakMap<GpuConfig, WeakMap<NodeFacts, GpuFacts[]>>();

/** What GPUs a node has, by its resources and labels. */
export function listGpus(
  node: NodeFacts,
  config: GpuConfig = DEFAULT_GPU_CONFIG,
): GpuFacts[] {
  const listed = LISTED.get(config) ?? new WeakMap<NodeFacts, GpuFacts[]>();
  LISTED.set(config, listed);
  const gpus = listed.get(node) ?? findGpus(node, config);
  listed.set(node, gpus);
  return gpus;
}

function findGpus(node: NodeFacts, config: GpuConfig): GpuFacts[] {
  return Object.entries(node.allocatable).flatMap(([resourceName, count]) => {
    const vendor = config.vendors.find(({ resources }) =>
      resources.some(pattern => matchesResource(pattern, resourceName)),
    );
    // the resource of whole GPUs stays at 0 where all of them are sliced
    return vendor && count > 0
      ? [readGpus(node, { resourceName, vendor, config })]
      : [];
  });
}

type GpuSource = {
  resourceName: string;
  vendor: GpuVendor;
  config: GpuConfig;
};

function readGpus(node: NodeFacts, source: GpuSource): GpuFacts {
  const { resourceName, vendor } = source;
  const count = node.allocatable[resourceName];
  const productLabel = findProductLabel(node, source);
  const product = productLabel && node.labels[productLabel];
  const kind = kindOf(node, source);
  const instance =
    productLabel === INSTANCE_TYPE_LABEL
      ? findInstanceType(product)
      : undefined;
  return {
    nodeName: node.name,
    vendor: vendor.name,
    resourceName,
    kind,
    product,
    productLabel,
    alias: instance?.product,
    count,
    available: Math.max(0, count - (node.requested[resourceName] ?? 0)),
    cards: kind === 'shared' ? findCards(node, source) : undefined,
    ...readGpuMemory(node, { ...source, kind, product }),
    capability: readCapability(node, {
      vendor: vendor.name,
      product: instance?.product ?? product,
    }),
    blockedBy: findBlock(node, resourceName),
  };
}

/** Whether a resource is one of a vendor's, as config writes them. */
export function matchesResource(
  pattern: string,
  resourceName: string,
): boolean {
  return pattern.endsWith('*')
    ? resourceName.startsWith(pattern.slice(0, -1))
    : resourceName === pattern;
}

// the label of a slice's own resource comes first: the node's names whole GPUs
function findProductLabel(
  { labels }: NodeFacts,
  { resourceName, vendor }: GpuSource,
): string | undefined {
  return [`${resourceName}.product`, ...vendor.productLabels].find(
    key =>
      labels[key] !== undefined &&
      (key !== INSTANCE_TYPE_LABEL || findInstanceType(labels[key])),
  );
}

function kindOf(node: NodeFacts, source: GpuSource): GpuFacts['kind'] {
  const { labels } = node;
  const { resourceName } = source;
  const strategies = [
    labels[`${resourceName}.sharing-strategy`],
    labels['nvidia.com/gpu.sharing-strategy'],
    labels['cloud.google.com/gke-gpu-sharing-strategy'],
    // all that older versions of GPU feature discovery say
    /-SHARED$/.test(labels['nvidia.com/gpu.product'] ?? '')
      ? 'time-slicing'
      : undefined,
  ];
  if (
    resourceName.endsWith('.shared') ||
    (resourceName.startsWith('nvidia.com/') &&
      (strategies.find(Boolean) ?? 'none') !== 'none')
  ) {
    return 'shared';
  }
  if (isSlice(labels, resourceName)) {
    return 'slice';
  }
  return isSplit(node, source) ? 'shared' : 'whole';
}

// HAMi and its like offer each card several times and say so in no label; more
// than there are cards can only be parts of them
function isSplit(node: NodeFacts, source: GpuSource): boolean {
  const { resourceName, vendor } = source;
  if (resourceName !== vendor.resources[0]) {
    return false;
  }
  const cards = countCards(node, source);
  return (
    Number(node.labels[`${resourceName}.replicas`]) > 1 ||
    (cards !== undefined && node.allocatable[resourceName] > cards)
  );
}

function countCards(
  { labels }: NodeFacts,
  { vendor }: GpuSource,
): number | undefined {
  return vendor.countLabels
    ?.map(key => Number(labels[key]))
    .find(cards => cards > 0);
}

// where only the number of parts of each card is told, that many make one
function findCards(node: NodeFacts, source: GpuSource): number {
  const { labels, allocatable } = node;
  const offered = allocatable[source.resourceName];
  const parts = Number(
    labels[`${source.resourceName}.replicas`] ??
      labels['nvidia.com/gpu.replicas'] ??
      labels['cloud.google.com/gke-max-shared-clients-per-gpu'],
  );
  return (
    countCards(node, source) ??
    (parts > 1 ? Math.ceil(offered / parts) : offered)
  );
}

function isSlice(labels: NodeFacts['labels'], resourceName: string): boolean {
  if (!resourceName.startsWith('nvidia.com/')) {
    // amd.com/cpx_nps4 is a part of what amd.com/gpu is
    return /^amd\.com\/(?!gpu$)/.test(resourceName);
  }
  return (
    resourceName.startsWith('nvidia.com/mig-') ||
    Boolean(labels['cloud.google.com/gke-gpu-partition-size']) ||
    /-MIG-\d+g\./.test(labels['nvidia.com/gpu.product'] ?? '')
  );
}

function findBlock(node: NodeFacts, resourceName: string) {
  const taint = findUntoleratedTaint(node, [
    {
      key: gpuTaintKey(resourceName),
      operator: 'Exists',
      effect: 'NoSchedule',
    },
  ]);
  return taint && describeObstacle({ kind: 'taint', taint });
}
