import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { useContext } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import { FieldProblems } from '../Fields/FieldProblems';
import { Refusal } from '../NewModelPage/Refusal';
import { Panel } from '../Panel/Panel';
import styles from './Plan.module.css';
import { PlanCost } from './PlanCost';
import { PlanFit } from './PlanFit';
import { PlanObjects } from './PlanObjects';
import { PlanQuota } from './PlanQuota';
import type { LivePlan } from '../NewModelPage/usePlan';

/** What would happen, asked of the API while the form is filled in. */
export function PlanPanel({ plan }: { plan: LivePlan }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const isOutdated = 'isOutdated' in plan && plan.isOutdated;
  return (
    <Panel
      title={t('plan.title')}
      actions={
        isOutdated && <Text color="secondary">{t('plan.outdated')}</Text>
      }
    >
      <div
        aria-live="polite"
        aria-busy={plan.state === 'loading' || isOutdated}
        className={isOutdated ? styles.outdated : undefined}
      >
        <PlanState plan={plan} />
      </div>
    </Panel>
  );
}

function PlanState({ plan }: { plan: LivePlan }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { problems } = useContext(FieldProblems);
  switch (plan.state) {
    case 'incomplete':
      return (
        <Text color="secondary">
          {problems.length > 0 ? t('plan.wrong') : t('plan.incomplete')}
        </Text>
      );
    case 'loading':
      return (
        <Flex
          direction="column"
          gap="3"
          role="status"
          aria-label={t('loading')}
        >
          <Skeleton width="60%" height={20} />
          <Skeleton width="100%" height={72} />
        </Flex>
      );
    case 'error':
      return <Refusal failure={plan.failure} />;
    default:
      return <PlanContent plan={plan.plan} />;
  }
}

/** What would happen: room, warnings, quota and objects. */
export function PlanContent({ plan }: { plan: Plan }) {
  return (
    <Flex direction="column" gap="5">
      <PlanFit fit={plan.fit} />
      {plan.warnings.map(({ code, message }) => (
        <Alert
          key={`${code} ${message}`}
          status="warning"
          icon
          title={message}
        />
      ))}
      <PlanQuota quota={plan.quota} />
      {plan.cost && <PlanCost cost={plan.cost} />}
      <PlanObjects plan={plan} />
    </Flex>
  );
}
