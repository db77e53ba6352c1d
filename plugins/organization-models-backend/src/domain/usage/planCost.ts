import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ResolvedModel, StoredSpec } from '../facts/ResolvedModel';
import { computePlacement } from '../quota/computePlacement';
import { priceOf, type Prices, round } from './prices';

/**
 * What a model will cost an hour: from the fewest replicas on the cheapest type
 * of GPU that would do to the most on the dearest.
 *
 * @returns `undefined` where the price of a type is missing on which it may land
 */
export function planCost(
  model: { spec: StoredSpec; resolved: ResolvedModel },
  prices: Prices,
): Plan['cost'] {
  const { currency } = prices;
  const { gpu, scaling } = model.resolved;
  if (!gpu || model.spec.desired_state === 'stopped') {
    return { currency, per_hour: { least: 0, most: 0 } };
  }
  const placement = computePlacement(model.spec, gpu);
  const types = 'only' in placement ? placement.only : placement.known;
  const found = types.map(type => priceOf(type, prices));
  const known = found.filter(price => price !== undefined);
  if (known.length === 0 || known.length < found.length) {
    return undefined;
  }
  const [fewest, most] =
    scaling.mode === 'fixed'
      ? [scaling.replicas, scaling.replicas]
      : [scaling.minReplicas, scaling.maxReplicas];
  return {
    currency,
    per_hour: {
      least: round(Math.min(...known) * gpu.count * fewest),
      most: round(Math.max(...known) * gpu.count * most),
    },
  };
}
