import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { QuotaUse } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { QuotaMeter } from '../QuotaUse/QuotaMeter';
import { useQuotaWords } from '../QuotaUse/useQuotaWords';
import styles from './Plan.module.css';

/** What the model takes of what the organization may use. */
export function PlanQuota({ quota }: { quota: QuotaUse[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return quota.length > 0 ? (
    <Flex direction="column" gap="2">
      <Text as="h4" weight="bold">
        {t('plan.quota.title')}
      </Text>
      <ul className={styles.list} aria-label={t('plan.quota.title')}>
        {quota.map(use => (
          <PlannedUse key={`${use.resource} ${use.source}`} {...use} />
        ))}
      </ul>
    </Flex>
  ) : null;
}

function PlannedUse({ resource, used, wanted, hard, source }: QuotaUse) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const words = useQuotaWords();
  const name = words.ofResource(resource);
  return (
    <li>
      <div className={styles.object}>
        <span>{name}</span>
        <span>{t('plan.quota.use', { used, wanted, hard })}</span>
      </div>
      <QuotaMeter
        label={t('plan.quota.useOf', { resource: name })}
        used={[used, wanted]}
        hard={hard}
      />
      <Text color="secondary" variant="body-small">
        {words.ofSource(source)}
      </Text>
    </li>
  );
}
