import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Badge, Flex, Text } from '@backstage/ui';
import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Plan.module.css';

/** The Kubernetes objects, and what would be done with each. */
export function PlanObjects({ plan }: { plan: Plan }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { image, gpu_count } = plan.model.deployment_config;
  return (
    <Flex direction="column" gap="2">
      <Text as="h4" weight="bold">
        {t('plan.objects.title')}
      </Text>
      <ul className={styles.list} aria-label={t('plan.objects.title')}>
        {plan.objects.map(({ kind, name, action }) => (
          <li key={`${kind} ${name}`} className={styles.object}>
            <span>
              {kind} <span className={styles.mono}>{name}</span>
            </span>
            <Badge size="small">{t(`plan.action.${action}`)}</Badge>
          </li>
        ))}
      </ul>
      <Text color="secondary" variant="body-small">
        {t('plan.objects.resolved', { count: gpu_count, image })}
      </Text>
    </Flex>
  );
}
