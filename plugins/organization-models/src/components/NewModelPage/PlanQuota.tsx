import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { QuotaUse } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './NewModelPage.module.css';

/** What the model takes of what the organization may use. */
export function PlanQuota({ quota }: { quota: QuotaUse[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return quota.length > 0 ? (
    <Flex direction="column" gap="2">
      <Text as="h4" weight="bold">
        {t('plan.quota.title')}
      </Text>
      <ul className={styles.list} aria-label={t('plan.quota.title')}>
        {quota.map(({ resource, used, wanted, hard, source }) => (
          <li key={`${resource} ${source}`} className={styles.object}>
            <span>{resource}</span>
            <span>{t('plan.quota.use', { used, wanted, hard, source })}</span>
          </li>
        ))}
      </ul>
    </Flex>
  ) : null;
}
