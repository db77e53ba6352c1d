import type {
  QuotaLimits,
  QuotaUse,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { ModelUse } from './ModelUse';
import { formatAmount, sumUse, toAmounts } from './quotaAmounts';

/** What a model would take of each limit, and which limits it goes over. */
export type QuotaAssessment = { rows: QuotaUse[]; exceeded: QuotaUse[] };

/**
 * Compares what a model wants with what its organization may use.
 *
 * @remarks What takes no more of a resource than it did is never over: a limit
 * may be lowered below what is used, and refuses new use only.
 */
export function assessQuota(options: {
  hard: QuotaLimits;
  source: string;
  /** What the other models of the organization use. */
  others: ModelUse[];
  wanted: ModelUse;
  /** What the model used before it is changed. */
  before?: ModelUse;
}): QuotaAssessment {
  const { hard, source, others, wanted, before } = options;
  const assessed = Object.entries(toAmounts(hard)).map(([resource, limit]) => {
    const used = sumUse(others, resource);
    const asked = sumUse([wanted], resource);
    const had = before ? sumUse([before], resource) : 0;
    const row: QuotaUse = {
      resource,
      hard: formatAmount(resource, limit),
      used: formatAmount(resource, used),
      wanted: formatAmount(resource, asked),
      source,
    };
    return { row, isOver: asked > had && used + asked > limit };
  });
  return {
    rows: assessed.map(({ row }) => row),
    exceeded: assessed.filter(({ isOver }) => isOver).map(({ row }) => row),
  };
}
