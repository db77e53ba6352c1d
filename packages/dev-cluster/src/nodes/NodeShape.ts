/** One kind of node, and how many of it. */
export interface NodeShape {
  /** Names the nodes: `<name>-1`, `<name>-2`, …. */
  name: string;
  count: number;
  cpus: number;
  /** Of the machine; what pods may use is a little less. */
  memoryGiB: number;
  /** Of the disk for images, logs and emptyDirs. */
  storageGiB: number;
  /** The machine's type as a cloud provider names it. */
  instanceType: string;
  accelerator?: NvidiaAccelerator | AmdAccelerator;
  /** Keeps pods away that do not tolerate the accelerator. */
  tainted?: boolean;
  /** Cordoned by an administrator, or with a kubelet that reports itself not ready. */
  state?: 'cordoned' | 'not-ready';
}

/** NVIDIA GPUs of one model, as GPU feature discovery sees them. */
export interface NvidiaAccelerator {
  vendor: 'nvidia';
  /** GPUs of the node. */
  count: number;
  model: NvidiaModel;
  /** Slices of all GPUs together; with them, no whole GPU is left (MIG strategy "mixed"). */
  migSlices?: readonly MigSlice[];
}

/** A model of NVIDIA GPU. */
export interface NvidiaModel {
  product: string;
  /** MiB of one GPU, as the driver reports it. */
  memoryMiB: number;
  family: string;
  /** CUDA compute capability, for example "9.0". */
  compute: string;
  migCapable: boolean;
}

/** Equal slices of GPUs. */
export interface MigSlice {
  /** For example "3g.40gb". */
  profile: string;
  count: number;
  memoryMiB: number;
  multiprocessors: number;
  /** GPU instance slices, the number before the "g". */
  slices: number;
}

/** AMD GPUs of one model, as AMD's node labeller sees them. */
export interface AmdAccelerator {
  vendor: 'amd';
  count: number;
  productName: string;
  deviceId: string;
  /** For example "192G". */
  vram: string;
  computeUnits: number;
}
