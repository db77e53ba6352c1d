import type {
  Model,
  Plan,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseUsage } from '../../database/usage/DatabaseUsage';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { computeHourlyCosts } from '../../domain/usage/computeHourlyCosts';
import { planCost } from '../../domain/usage/planCost';
import type { Prices } from '../../domain/usage/prices';

/** What models cost an hour; nothing is asked and told where config has no prices. */
export class ModelCosts {
  constructor(
    private readonly options: {
      usage: Pick<DatabaseUsage, 'readHeldGpus'>;
      prices: Prices | undefined;
    },
  ) {}

  /**
   * Of the GPUs that pods hold now, by the model's id.
   *
   * @param organizationId - of all organizations without it; what others pay is
   * nobody's to know
   */
  async read(
    modelIds: string[],
    organizationId: string | undefined,
  ): Promise<Map<string, Model['cost']>> {
    const { usage, prices } = this.options;
    if (!prices || modelIds.length === 0) {
      return new Map();
    }
    const held = await usage.readHeldGpus(modelIds, organizationId);
    return computeHourlyCosts(held, prices);
  }

  /** Of all replicas that a model may have. */
  plan(model: StoredModel): Plan['cost'] {
    const { prices } = this.options;
    return prices && planCost(model, prices);
  }
}
