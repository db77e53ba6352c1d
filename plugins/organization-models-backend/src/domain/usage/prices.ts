import { isGpuType } from '../gpus/gpuProduct';

/** What an hour of one GPU costs, by its type. */
export type Prices = { currency: string; gpuHour: Record<string, number> };

/**
 * The price of an hour of one GPU; of several types that fit, the longest name
 * says most.
 *
 * @param product - as a node's label has it, for instance `NVIDIA-H100-80GB-HBM3`
 * @returns `undefined` where config has none
 */
export function priceOf(
  product: string,
  { gpuHour }: Prices,
): number | undefined {
  const [best] = Object.keys(gpuHour)
    .filter(type => isGpuType(product, type))
    .sort((a, b) => b.length - a.length);
  return best === undefined ? undefined : gpuHour[best];
}

/** What GPU hours cost; `undefined` where a price is missing. */
export function costOf(
  hoursByType: Record<string, number>,
  prices: Prices | undefined,
): number | undefined {
  let cost = 0;
  for (const [type, hours] of Object.entries(hoursByType)) {
    const price = prices && priceOf(type, prices);
    if (price === undefined) {
      return undefined;
    }
    cost += price * hours;
  }
  return prices && round(cost);
}

/** To a hundredth of a cent: floating point shall not show. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
