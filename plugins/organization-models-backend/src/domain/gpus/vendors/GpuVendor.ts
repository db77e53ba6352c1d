import type { ImageBuild } from '../../facts/ImageFacts';

/**
 * Everything that is said of a vendor's accelerators: how they show on nodes,
 * what is a part of one, and which images are made for them. All of it is data,
 * so that config can say the same of a vendor that nobody knows here.
 *
 * @remarks A new vendor is a file beside this one, and a line in
 * `knownVendors.ts`.
 */
export type GpuVendor = {
  /** As config and plans name it, for instance `nvidia`. */
  name: string;
  /**
   * Resources of device plugins, that of whole GPUs first; `*` at the end
   * stands for any rest.
   */
  resources: string[];
  /**
   * The taint by which clusters keep other pods off all of its nodes; else it is
   * the name of the resource.
   */
  taintKey?: string;
  /** Labels which name the product, the best first. */
  productLabels: string[];
  /** Labels which tell the memory of one GPU, the best first. */
  memoryLabels: MemoryLabel[];
  /** Labels which tell how many cards a node has, however often each is offered. */
  countLabels?: string[];
  slices?: Slices;
  sharing?: Sharing;
  generations?: Generations;
  /** GiB of one GPU by product, where no label tells it. */
  productMemoryGib?: Record<string, number>;
  /** Words that names of products leave out as often as not. */
  brands?: string[];
  /** Builds of images that are for its GPUs. */
  builds?: ImageBuild[];
  /**
   * Variables that decide which of its GPUs a container sees, besides those
   * that end in `_VISIBLE_DEVICES` and the like.
   */
  deviceVariables?: RegExp;
  /** What hides them from a pod that asked for none, where an image asks for all. */
  hidden?: { name: string; value: string };
};

/** CoreWeave counts thousands of MiB. */
export type MemoryLabel = { key: string; unit: 'MiB' | '1000MiB' | 'GiB' };

/** Parts of a GPU with memory of their own. */
export type Slices = {
  /** Resources of them, written like {@link GpuVendor.resources}. */
  resources: string[];
  /** Labels of nodes all of whose GPUs are cut. */
  labels?: string[];
  /** How products are named where they are parts. */
  products?: RegExp;
  /** How names tell the memory of one: its first group is in GiB. */
  size?: RegExp;
  /** Whether labels tell the memory of parts rather than that of whole GPUs. */
  labelled?: boolean;
};

/** GPUs that are offered several times. */
export type Sharing = {
  /** Labels that tell how they are shared, and among how many each. */
  labels: { strategy: string; clients: string }[];
  /** How products are named where nothing else tells. */
  products?: RegExp;
};

/** What tells the generation of GPUs, and of the software below them. */
export type Generations = {
  compute: { major: string; minor: string };
  /** Words of products by compute capability, the newest first. */
  products: [number, string[]][];
  /** Labels that tell the major version of the driver, the best first. */
  driver: string[];
};
