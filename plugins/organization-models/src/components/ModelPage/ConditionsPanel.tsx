import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Condition } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { Panel } from '../Panel/Panel';

/** The model's conditions as they were observed. */
export function ConditionsPanel({ conditions }: { conditions: Condition[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('model.conditions.title')}>
      <LabelledTable
        label={t('model.conditions.title')}
        rows={conditions}
        rowId={({ type }) => type}
        empty={<Text color="secondary">{t('model.conditions.none')}</Text>}
        columns={[
          {
            id: 'type',
            label: t('model.conditions.type'),
            isRowHeader: true,
            cell: ({ type }) => type,
          },
          {
            id: 'status',
            label: t('model.conditions.status'),
            cell: ({ status }) => t(`model.conditions.${status}`),
          },
          {
            id: 'reason',
            label: t('model.conditions.reason'),
            cell: ({ reason }) => reason,
          },
          {
            id: 'message',
            label: t('model.conditions.message'),
            cell: ({ message }) => message,
          },
          {
            id: 'since',
            isShort: true,
            label: t('model.conditions.since'),
            cell: condition => <Age at={condition.last_transition_time} />,
          },
        ]}
      />
    </Panel>
  );
}
