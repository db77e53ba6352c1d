import type { NodeFacts } from '../facts/ClusterFacts';
import { describeObstacle } from '../placement/telling/describeNodeFit';
import { findUntoleratedTaint } from '../placement/findUntoleratedTaint';
import { DEFAULT_GPU_CONFIG, type GpuConfig } from './gpuConfig';
import { findCards, kindOf } from './gpuKind';
import { type GpuCapability, readCapability } from './readCapability';
import { readGpuMemory } from './readGpuMemory';
import type { GpuVendor } from './vendors/GpuVendor';
import { findInstanceType, INSTANCE_TYPE_LABEL } from './vendors/instanceTypes';
import { findVendor, gpuTaintKey } from './vendors/knownVendors';

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
    const vendor = findVendor(resourceName, config.vendors);
    // the resource of whole GPUs stays at 0 where all of them are sliced
    return vendor && count > 0
      ? [readGpus(node, { resourceName, vendor, config })]
      : [];
  });
}

/** Of what a node has something to allocate, and whose that is. */
export type GpuSource = {
  resourceName: string;
  vendor: GpuVendor;
  config: GpuConfig;
};

function readGpus(node: NodeFacts, source: GpuSource): GpuFacts {
  const { resourceName, vendor } = source;
  const count = node.allocatable[resourceName];
  const productLabel = findProductLabel(node, source);
  const product = productLabel
    ? node.labels[productLabel]
    : findCounted(node, vendor.productLabels);
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
    ...readGpuMemory(node, { ...source, kind, product, instance }),
    capability: readCapability(node, {
      vendor,
      product: instance?.product ?? product,
    }),
    blockedBy: findBlock(node, source),
  };
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

/**
 * What a label has at the end of its name, with a count as its value: AMD's
 * labeller names kinds so that differ, and older ones all.
 *
 * @returns nothing where there are several kinds
 */
export function findCounted(
  { labels }: Pick<NodeFacts, 'labels'>,
  keys: string[],
): string | undefined {
  const found = keys.flatMap(key =>
    Object.keys(labels)
      .filter(
        label => label.startsWith(`${key}.`) && /^\d+$/.test(labels[label]),
      )
      .map(label => label.slice(key.length + 1)),
  );
  return new Set(found).size === 1 ? found[0] : undefined;
}

function findBlock(node: NodeFacts, { resourceName, vendor }: GpuSource) {
  const taint = findUntoleratedTaint(node, [
    {
      key: gpuTaintKey(resourceName, vendor),
      operator: 'Exists',
      effect: 'NoSchedule',
    },
  ]);
  return taint && describeObstacle({ kind: 'taint', taint });
}
