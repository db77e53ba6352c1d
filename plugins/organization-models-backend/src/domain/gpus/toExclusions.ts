import type { ResolvedGpu } from '../facts/ResolvedModel';
import type { Shortfall } from './selectGpus';

export type NodeExclusion = NonNullable<ResolvedGpu['exclusions']>[number];

/**
 * By which labels pods keep off nodes that fall short: not to have such a label
 * is fine, since what is not known does not exclude a node.
 */
export function toExclusions(shortfalls: Shortfall[]): NodeExclusion[] {
  const values = new Map<string, Set<string>>();
  for (const { labelKey, value } of shortfalls.flatMap(toLabel)) {
    values.set(labelKey, (values.get(labelKey) ?? new Set()).add(value));
  }
  return [...values]
    .map(([labelKey, set]) => ({ labelKey, values: [...set].sort() }))
    .sort((a, b) => (a.labelKey < b.labelKey ? -1 : 1));
}

function toLabel({ requirement, gpu }: Shortfall) {
  const { capability, product, productLabel } = gpu;
  switch (requirement.kind) {
    case 'compute':
      return product && productLabel
        ? [{ labelKey: productLabel, value: product }]
        : [];
    case 'driver':
      return capability?.driver ? [capability.driver] : [];
    default:
      return capability?.architecture
        ? [{ labelKey: 'kubernetes.io/arch', value: capability.architecture }]
        : [];
  }
}
