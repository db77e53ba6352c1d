import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiIndeterminateCircleLine,
  RiQuestionFill,
} from '@remixicon/react';
import { organizationModelsTranslationRef } from '../../translation';
import { Health } from '../Health/Health';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { Panel } from '../Panel/Panel';

type ClusterComponent = ClusterStatus['components'][number];

/** The operators that models stand on, and how they do. */
export function ComponentsPanel(props: { components: ClusterComponent[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('cluster.components.title')}>
      <LabelledTable
        label={t('cluster.components.title')}
        rows={props.components}
        rowId={component => component.name}
        empty={<Text color="secondary">{t('cluster.components.none')}</Text>}
        columns={[
          {
            id: 'name',
            label: t('cluster.components.name'),
            isRowHeader: true,
            cell: component => component.name,
          },
          {
            id: 'need',
            label: t('cluster.components.need'),
            cell: component =>
              component.required
                ? t('cluster.components.required')
                : t('cluster.components.optional'),
          },
          {
            id: 'version',
            label: t('cluster.components.version'),
            cell: component => component.served_version ?? '–',
          },
          {
            id: 'health',
            label: t('cluster.components.health'),
            cell: component => <ComponentHealth component={component} />,
          },
          {
            id: 'message',
            label: t('cluster.components.message'),
            cell: component => component.message,
          },
        ]}
      />
    </Panel>
  );
}

function ComponentHealth({ component }: { component: ClusterComponent }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  if (component.installed === false) {
    return component.required ? (
      <Health tone="bad" icon={<RiCloseCircleFill size={16} aria-hidden />}>
        {t('cluster.components.missing')}
      </Health>
    ) : (
      <Health
        tone="quiet"
        icon={<RiIndeterminateCircleLine size={16} aria-hidden />}
      >
        {t('cluster.components.missing')}
      </Health>
    );
  }
  switch (component.healthy) {
    case true:
      return (
        <Health
          tone="good"
          icon={<RiCheckboxCircleFill size={16} aria-hidden />}
        >
          {t('cluster.components.healthy')}
        </Health>
      );
    case false:
      return (
        <Health tone="bad" icon={<RiCloseCircleFill size={16} aria-hidden />}>
          {t('cluster.components.unhealthy')}
        </Health>
      );
    default:
      return (
        <Health tone="unsure" icon={<RiQuestionFill size={16} aria-hidden />}>
          {t('cluster.components.unknown')}
        </Health>
      );
  }
}
