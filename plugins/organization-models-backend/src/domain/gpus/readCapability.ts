import type { NodeFacts } from '../facts/ClusterFacts';
import { wordsOf } from './gpuProduct';
import type { Generations, GpuVendor } from './vendors/GpuVendor';

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
  { vendor, product }: { vendor: GpuVendor; product?: string },
): GpuCapability {
  const { generations } = vendor;
  return {
    compute:
      generations &&
      (readCompute(labels, generations) ?? computeOf(product, generations)),
    driver: generations && readDriver(labels, generations),
    architecture:
      labels['kubernetes.io/arch'] ?? labels['beta.kubernetes.io/arch'],
  };
}

function readCompute(
  labels: NodeFacts['labels'],
  { compute: keys }: Generations,
): number | undefined {
  const compute = Number(`${labels[keys.major]}.${labels[keys.minor] ?? '0'}`);
  return compute > 0 ? compute : undefined;
}

function readDriver(
  labels: NodeFacts['labels'],
  { driver }: Generations,
): GpuCapability['driver'] {
  const labelKey = driver.find(key => Number(labels[key]) > 0);
  return labelKey
    ? { major: Number(labels[labelKey]), labelKey, value: labels[labelKey] }
    : undefined;
}

function computeOf(
  product: string | undefined,
  { products }: Generations,
): number | undefined {
  const words = ` ${wordsOf(product ?? '').join(' ')} `;
  return products.find(([, names]) =>
    names.some(name => words.includes(` ${name} `)),
  )?.[0];
}
