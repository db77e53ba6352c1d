import type { QuotaLimits } from '@orgmodels/backstage-plugin-organization-models-common';
import { chooseQuota, type QuotaConfig } from './chooseQuota';
import type { ModelUse } from './ModelUse';
import { sumUse, toAmounts } from './quotaAmounts';

/** How much of a limit is in use, 1 is all of it. */
export type QuotaShare = {
  organization: string;
  /** As {@link toAmounts} names it. */
  resource: string;
  share: number;
};

/** Of the limits of every organization that has models; what is unlimited has none. */
export function quotaShares({
  config,
  overrides,
  uses,
}: {
  config: QuotaConfig;
  overrides: Map<string, QuotaLimits>;
  uses: Map<string, ModelUse[]>;
}): QuotaShare[] {
  return [...uses].flatMap(([organization, own]) => {
    const override = overrides.get(organization);
    const { hard } = chooseQuota(organization, { config, override });
    return Object.entries(toAmounts(hard))
      .filter(([, limit]) => limit > 0)
      .map(([resource, limit]) => ({
        organization,
        resource,
        share: sumUse(own, resource) / limit,
      }));
  });
}
