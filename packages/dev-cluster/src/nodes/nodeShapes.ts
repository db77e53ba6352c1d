import { a100, a100Large, h100, l4, mi300x } from './acceleratorModels';
import { NodeShape } from './NodeShape';

const h100Node: NodeShape = {
  name: 'gpu-h100',
  count: 2,
  cpus: 192,
  memoryGiB: 2048,
  storageGiB: 3500,
  instanceType: 'p5.48xlarge',
  accelerator: { vendor: 'nvidia', count: 8, model: h100 },
  tainted: true,
};

const a100Node: NodeShape = {
  name: 'gpu-a100',
  count: 2,
  cpus: 48,
  memoryGiB: 340,
  storageGiB: 1000,
  instanceType: 'a2-highgpu-4g',
  accelerator: { vendor: 'nvidia', count: 4, model: a100 },
  tainted: true,
};

/** Not tainted: not every cluster keeps other pods off its smaller GPUs. */
const l4Node: NodeShape = {
  name: 'gpu-l4',
  count: 4,
  cpus: 8,
  memoryGiB: 32,
  storageGiB: 200,
  instanceType: 'g2-standard-8',
  accelerator: { vendor: 'nvidia', count: 1, model: l4 },
};

const mi300xNode: NodeShape = {
  name: 'gpu-mi300x',
  count: 1,
  cpus: 96,
  memoryGiB: 1850,
  storageGiB: 1000,
  instanceType: 'Standard_ND96isr_MI300X_v5',
  accelerator: { ...mi300x, count: 8 },
  tainted: true,
};

/** Two GPUs, each cut into one slice of 40 GB and two of 20 GB. */
const migNode: NodeShape = {
  ...a100Node,
  name: 'gpu-mig',
  count: 1,
  instanceType: 'a2-ultragpu-2g',
  accelerator: {
    vendor: 'nvidia',
    count: 2,
    model: a100Large,
    migSlices: [
      {
        profile: '3g.40gb',
        count: 2,
        memoryMiB: 40192,
        multiprocessors: 42,
        slices: 3,
      },
      {
        profile: '2g.20gb',
        count: 4,
        memoryMiB: 19968,
        multiprocessors: 28,
        slices: 2,
      },
    ],
  },
};

const cpuNode: NodeShape = {
  name: 'cpu',
  count: 2,
  cpus: 16,
  memoryGiB: 64,
  storageGiB: 200,
  instanceType: 'm7i.4xlarge',
};

/** A cluster as a person meets it: a bit of everything, and two nodes that cannot be used. */
const small: readonly NodeShape[] = [
  h100Node,
  a100Node,
  l4Node,
  mi300xNode,
  migNode,
  cpuNode,
  { ...a100Node, name: 'gpu-a100-cordoned', count: 1, state: 'cordoned' },
  { ...l4Node, name: 'gpu-l4-not-ready', count: 1, state: 'not-ready' },
];

/** 500 nodes, for benchmarks. */
const large: readonly NodeShape[] = [
  { ...h100Node, count: 200 },
  { ...a100Node, count: 150 },
  { ...l4Node, count: 100 },
  { ...mi300xNode, count: 10 },
  { ...migNode, count: 10 },
  { ...cpuNode, count: 26 },
  { ...a100Node, name: 'gpu-a100-cordoned', count: 2, state: 'cordoned' },
  { ...l4Node, name: 'gpu-l4-not-ready', count: 2, state: 'not-ready' },
];

/** The sets of nodes that have a name. */
export const nodeShapes = { small, large, none: [] } as const satisfies Record<
  string,
  readonly NodeShape[]
>;

/** One of {@link nodeShapes}. */
export type NamedNodeShapes = keyof typeof nodeShapes;
