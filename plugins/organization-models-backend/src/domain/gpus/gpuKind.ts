import type { NodeFacts } from '../facts/ClusterFacts';
import type { GpuFacts, GpuSource } from './listGpus';
import type { GpuVendor } from './vendors/GpuVendor';
import { matchesResource } from './vendors/knownVendors';

/** Whether a pod that asks for one gets a GPU, its own part of one, or a turn. */
export function kindOf(node: NodeFacts, source: GpuSource): GpuFacts['kind'] {
  if (isSharedBySaying(node, source)) {
    return 'shared';
  }
  if (isSlice(node, source)) {
    return 'slice';
  }
  return isSplit(node, source) ? 'shared' : 'whole';
}

// as the device plugins rename what is shared, of whatever maker
const SHARED = '.shared';

type Resource = Pick<GpuSource, 'resourceName' | 'vendor'>;

function isSharedBySaying(node: NodeFacts, source: Resource): boolean {
  const { resourceName, vendor } = source;
  if (resourceName.endsWith(SHARED)) {
    return true;
  }
  const strategy = sharingLabels(source)
    .map(({ strategy: key }) => node.labels[key])
    .find(Boolean);
  const { products } = vendor.sharing ?? {};
  return strategy
    ? strategy !== 'none'
    : products !== undefined && hasProduct(node, vendor, products);
}

function isSlice(node: NodeFacts, { resourceName, vendor }: Resource): boolean {
  const { slices } = vendor;
  return (
    slices !== undefined &&
    (isSliceResource(resourceName, vendor) ||
      Boolean(slices.labels?.some(key => node.labels[key])) ||
      (slices.products !== undefined &&
        hasProduct(node, vendor, slices.products)))
  );
}

/** Whether the name of a resource tells that it is of parts of GPUs. */
export function isSliceResource(
  resourceName: string,
  { resources, slices }: GpuVendor,
): boolean {
  return (
    resourceName !== resources[0] &&
    Boolean(
      slices?.resources.some(pattern => matchesResource(pattern, resourceName)),
    )
  );
}

function hasProduct(
  { labels }: NodeFacts,
  { productLabels }: GpuVendor,
  products: RegExp,
): boolean {
  return productLabels.some(key => products.test(labels[key] ?? ''));
}

// HAMi and its like offer each card several times and say so in no label; more
// than there are cards can only be parts of them
function isSplit(node: NodeFacts, source: Resource): boolean {
  const { resourceName, vendor } = source;
  if (resourceName !== vendor.resources[0]) {
    return false;
  }
  const cards = countCards(node, vendor);
  return (
    Number(node.labels[`${resourceName}.replicas`]) > 1 ||
    (cards !== undefined && node.allocatable[resourceName] > cards)
  );
}

function countCards(
  { labels }: NodeFacts,
  { countLabels = [] }: GpuVendor,
): number | undefined {
  return countLabels.map(key => Number(labels[key])).find(cards => cards > 0);
}

/**
 * How many cards pods share: where only the number of parts of each is told,
 * that many make one.
 */
export function findCards(node: NodeFacts, source: Resource): number {
  const offered = node.allocatable[source.resourceName];
  const parts = countClients(node, source);
  return (
    countCards(node, source.vendor) ??
    (parts > 1 ? Math.ceil(offered / parts) : offered)
  );
}

/**
 * Among how many pods the memory of one is divided: MPS gives each its part;
 * time slicing gives everybody all of it, and keeps nobody from taking it.
 */
export function countMemoryParts(node: NodeFacts, source: Resource): number {
  const strategies = sharingLabels(source);
  const said = strategies.find(({ strategy }) => node.labels[strategy]);
  return said && node.labels[said.strategy] === 'mps'
    ? Number(node.labels[said.clients] ?? countClients(node, source)) || 1
    : 1;
}

function countClients({ labels }: NodeFacts, source: Resource): number {
  return Number(
    sharingLabels(source)
      .map(({ clients }) => labels[clients])
      .find(clients => clients !== undefined),
  );
}

// those of the resource itself come before those of the node
function sharingLabels({ resourceName, vendor }: Resource) {
  return [
    {
      strategy: `${resourceName}.sharing-strategy`,
      clients: `${resourceName}.replicas`,
    },
    ...(vendor.sharing?.labels ?? []),
  ];
}
