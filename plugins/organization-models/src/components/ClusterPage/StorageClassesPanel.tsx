import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Badge, Flex, Text } from '@backstage/ui';
import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { Panel } from '../Panel/Panel';

/** Where a model's own volume may lie. */
export function StorageClassesPanel(props: {
  storageClasses: ClusterStatus['storage_classes'];
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('cluster.storage.title')}>
      <LabelledTable
        label={t('cluster.storage.title')}
        rows={props.storageClasses}
        rowId={storageClass => storageClass.name}
        empty={<Text color="secondary">{t('cluster.storage.none')}</Text>}
        columns={[
          {
            id: 'name',
            label: t('cluster.storage.name'),
            isRowHeader: true,
            cell: storageClass => (
              <Flex align="center" gap="2">
                {storageClass.name}
                {storageClass.default && (
                  <Badge size="small">{t('cluster.storage.default')}</Badge>
                )}
              </Flex>
            ),
          },
          {
            id: 'provisioner',
            label: t('cluster.storage.provisioner'),
            cell: storageClass => storageClass.provisioner,
          },
        ]}
      />
    </Panel>
  );
}
