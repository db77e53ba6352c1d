import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, AlertProps, Flex, Text } from '@backstage/ui';
import type { Fit } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Plan.module.css';

const SEVERITY: Record<Fit['verdict'], AlertProps['status']> = {
  fits: 'success',
  now: 'warning',
  never: 'danger',
  unknown: 'info',
  skipped: 'info',
};

/** Whether there is room, with the numbers of the best nodes. */
export function PlanFit({ fit }: { fit: Fit }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Flex direction="column" gap="3">
      <Alert
        status={SEVERITY[fit.verdict]}
        icon
        title={t(`plan.fit.${fit.verdict}`)}
        description={fit.message}
      />
      {fit.best_nodes.length > 0 && (
        <Flex direction="column" gap="2">
          <Text as="h4" weight="bold">
            {t('plan.fit.bestNodes')}
          </Text>
          <ul className={styles.list} aria-label={t('plan.fit.bestNodes')}>
            {fit.best_nodes.map(node => (
              <li key={node.node_name} className={styles.object}>
                <span className={styles.mono}>{node.node_name}</span>
                <span>
                  {node.reason ??
                    t('plan.fit.freeGpus', { count: node.free_gpus })}
                </span>
              </li>
            ))}
          </ul>
        </Flex>
      )}
    </Flex>
  );
}
