import type { ResolvedGpu } from '../facts/ResolvedModel';
import type { GpuFacts } from './listGpus';

/**
 * Binds pods to nodes by the label that names the product, since vendors write
 * memory in different ways. A product counts only when all GPUs that bear it
 * are wanted. Of several labels (say, of a cloud and of the vendor), the one
 * that most wanted GPUs have is taken.
 *
 * @param wanted - GPUs which can hold the model
 * @param options - `all`: what else there is of the same resource
 */
export function buildGpuAffinity(
  wanted: GpuFacts[],
  options: {
    all: GpuFacts[];
    strength: NonNullable<ResolvedGpu['affinity']>['strength'];
  },
): ResolvedGpu['affinity'] {
  const labelKey = findCommonLabel(wanted);
  if (!labelKey) {
    return undefined;
  }
  const unwanted = options.all
    .filter(gpu => !wanted.includes(gpu))
    .filter(gpu => gpu.productLabel === labelKey)
    .map(({ product }) => product);
  const values = wanted
    .filter(gpu => gpu.productLabel === labelKey)
    .flatMap(({ product }) => product ?? [])
    .filter(product => !unwanted.includes(product));
  return values.length > 0
    ? {
        strength: options.strength,
        labelKey,
        values: [...new Set(values)].sort(),
      }
    : undefined;
}

function findCommonLabel(gpus: GpuFacts[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { productLabel, count } of gpus) {
    if (productLabel) {
      counts.set(productLabel, (counts.get(productLabel) ?? 0) + count);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
