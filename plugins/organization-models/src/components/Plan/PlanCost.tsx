import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { formatMoney } from './formatMoney';

/** What its GPUs will cost; a range where replicas or types vary. */
export function PlanCost({ cost }: { cost: NonNullable<Plan['cost']> }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { currency, per_hour } = cost;
  const [least, most] = [per_hour.least, per_hour.most].map(amount =>
    formatMoney(amount, currency),
  );
  return (
    <Flex direction="column" gap="2">
      <Text as="h4" weight="bold">
        {t('plan.cost.title')}
      </Text>
      <Text>
        {least === most
          ? t('plan.cost.hour', { cost: most })
          : t('plan.cost.hourRange', { least, most })}
      </Text>
    </Flex>
  );
}
