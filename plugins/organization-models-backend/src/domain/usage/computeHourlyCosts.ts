import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { costOf, type Prices } from './prices';

/** What GPUs that pods hold now cost an hour, by the model's id. */
export function computeHourlyCosts(
  held: { modelId: string; gpuType: string; gpus: number }[],
  prices: Prices,
): Map<string, NonNullable<Model['cost']>> {
  const { currency } = prices;
  const byModel = new Map<string, Record<string, number>>();
  for (const { modelId, gpuType, gpus } of held) {
    const types = byModel.get(modelId) ?? {};
    types[gpuType] = (types[gpuType] ?? 0) + gpus;
    byModel.set(modelId, types);
  }
  return new Map(
    [...byModel].flatMap(([id, types]) => {
      const per_hour = costOf(types, prices);
      return per_hour === undefined ? [] : [[id, { currency, per_hour }]];
    }),
  );
}
