import type { NodeFacts } from '../facts/ClusterFacts';
import { wordsOf } from './gpuProduct';

/**
 * What a node says of the generation of its GPUs and of the software below
 * them. Whatever is `undefined` was not told: that is never "too old".
 */
export type GpuCapability = {
  /** NVIDIA's compute capability, for instance 8.9. */
  compute?: number;
  /** Major version of NVIDIA's driver, and the label that tells it. */
  driver?: { major: number; labelKey: string; value: string };
  /** Of the processor, as Kubernetes names it: `amd64`, `arm64`. */
  architecture?: string;
};

/** Reads a node's labels: GPU feature discovery, device plugins, clouds. */
export function readCapability(
  { labels }: NodeFacts,
  { vendor, product }: { vendor: string; product?: string },
): GpuCapability {
  const isNvidia = vendor === 'nvidia';
  return {
    compute: isNvidia
      ? readCompute(labels) ?? ((product && computeOf(product)) || undefined)
      : undefined,
    driver: isNvidia ? readDriver(labels) : undefined,
    architecture:
      labels['kubernetes.io/arch'] ?? labels['beta.kubernetes.io/arch'],
  };
}

function readCompute(labels: NodeFacts['labels']): number | undefined {
  const major = labels['nvidia.com/gpu.compute.major'];
  const minor = labels['nvidia.com/gpu.compute.minor'] ?? '0';
  const compute = Number(`${major}.${minor}`);
  return compute > 0 ? compute : undefined;
}

// the second one is what older versions of feature discovery write
const DRIVERS = [
  'nvidia.com/cuda.driver-version.major',
  'nvidia.com/cuda.driver.major',
];

function readDriver(labels: NodeFacts['labels']): GpuCapability['driver'] {
  const labelKey = DRIVERS.find(key => Number(labels[key]) > 0);
  return labelKey
    ? { major: Number(labels[labelKey]), labelKey, value: labels[labelKey] }
    : undefined;
}

// Source: https://developer.nvidia.com/cuda-gpus
const COMPUTE: [number, string[]][] = [
  [12.1, ['gb10']],
  [12.0, ['pro 6000 blackwell', 'rtx pro', '5090', '5080', '5070']],
  [10.3, ['b300', 'gb300']],
  [10.0, ['b200', 'gb200', 'b100']],
  [9.0, ['h100', 'h200', 'gh200', 'h20', 'h800']],
  [8.9, ['l4', 'l40', 'l40s', 'l20', 'l2', '4090', '4080', '4070', 'ada']],
  [8.7, ['orin']],
  [
    8.6,
    [
      'a10',
      'a10g',
      'a10m',
      'a16',
      'a2',
      'a40',
      '3090',
      '3080',
      'a6000',
      'a5000',
      'a4000',
    ],
  ],
  [8.0, ['a100', 'a30', 'a800']],
  [7.5, ['t4', 't4g', 'rtx 6000', '2080', 't1000']],
  [7.0, ['v100', 'v100s', 'titan v']],
  [6.1, ['p4', 'p40', 'p6', '1080']],
  [6.0, ['p100']],
  [5.2, ['m60', 'm40']],
  [3.7, ['k80']],
];

/** The compute capability of a product whose node does not tell it. */
export function computeOf(product: string): number | undefined {
  const words = ` ${wordsOf(product).join(' ')} `;
  return COMPUTE.find(([, names]) =>
    names.some(name => words.includes(` ${name} `)),
  )?.[0];
}
