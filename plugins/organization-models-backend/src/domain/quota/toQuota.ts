import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ChosenQuota } from './chooseQuota';
import type { ModelUse } from './ModelUse';
import { formatAmount, sumUse } from './quotaAmounts';

/** An organization's quota as the API answers it. */
export function toQuota(
  organizationId: string,
  { hard, source }: ChosenQuota,
  uses: ModelUse[],
): Quota {
  const types = Object.keys(hard.gpus_by_type ?? {});
  return {
    organization_id: organizationId,
    hard,
    used: {
      models: sumUse(uses, 'models'),
      gpus: sumUse(uses, 'gpus'),
      ...(types.length > 0
        ? {
            gpus_by_type: Object.fromEntries(
              types.map(type => [type, sumUse(uses, `gpus_by_type.${type}`)]),
            ),
          }
        : {}),
      cpu: formatAmount('cpu', sumUse(uses, 'cpu')),
      memory: formatAmount('memory', sumUse(uses, 'memory')),
    },
    source,
  };
}
