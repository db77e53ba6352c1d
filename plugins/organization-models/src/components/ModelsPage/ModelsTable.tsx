import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, SortDescriptor, Text } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ReactNode } from 'react';
import { usePageLinks } from '../../hooks/usePageLinks';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { formatMoney } from '../Plan/formatMoney';
import { ModelStatus } from '../ModelStatus/ModelStatus';
import { StaleNote } from '../Stale/Stale';
import styles from './ModelsPage.module.css';

/** Models with what one wants to know at a glance; a row leads to its page. */
export function ModelsTable(props: {
  models: Model[];
  isOutdated: boolean;
  sort?: SortDescriptor;
  onSort: (sort: SortDescriptor) => void;
  empty: ReactNode;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const links = usePageLinks();
  const gpusOf = ({ deployment_config: { gpu_count } }: Model) =>
    gpu_count > 0
      ? t('models.gpus', { count: gpu_count })
      : t('models.cpuOnly');
  return (
    <LabelledTable
      label={t('models.title')}
      rows={props.models}
      rowId={model => model.id}
      rowHref={model => links.model(model.id)}
      isOutdated={props.isOutdated}
      sort={props.sort}
      onSort={props.onSort}
      empty={props.empty}
      columns={[
        {
          id: 'name',
          label: t('models.column.name'),
          isRowHeader: true,
          isSortable: true,
          cell: model => <ModelName model={model} />,
        },
        {
          id: 'status',
          label: t('models.column.status'),
          cell: model => <StatusWithReason model={model} />,
        },
        {
          id: 'gpus',
          isShort: true,
          label: t('models.column.gpus'),
          cell: gpusOf,
        },
        {
          id: 'replicas',
          isShort: true,
          label: t('models.column.replicas'),
          cell: ({ replicas }) =>
            t('models.replicas', {
              ready: String(replicas.ready),
              desired: String(replicas.desired),
            }),
        },
        ...(props.models.some(({ cost }) => cost)
          ? [
              {
                id: 'cost',
                isShort: true,
                label: t('models.column.cost'),
                cell: ({ cost }: Model) =>
                  cost && formatMoney(cost.per_hour, cost.currency),
              },
            ]
          : []),
        {
          id: 'type',
          isShort: true,
          label: t('models.column.type'),
          cell: model => t(`modelType.${model.model_type}`),
        },
        {
          id: 'created_at',
          isShort: true,
          label: t('models.column.age'),
          isSortable: true,
          cell: model => <Age at={model.created_at} />,
        },
      ]}
    />
  );
}

function ModelName({ model }: { model: Model }) {
  return (
    <Flex direction="column" gap="1">
      <span className={styles.name}>{model.display_name}</span>
      {model.name !== model.display_name && (
        <Text as="span" variant="body-small" color="secondary">
          {model.name}
        </Text>
      )}
    </Flex>
  );
}

function StatusWithReason({ model }: { model: Model }) {
  return (
    <Flex direction="column" gap="1">
      <ModelStatus status={model.status} />
      <StaleNote stale={model.stale} />
      {model.status_reason && (
        <Text
          as="span"
          variant="body-small"
          color="secondary"
          className={styles.reason}
        >
          {model.status_reason.message}
        </Text>
      )}
    </Flex>
  );
}
