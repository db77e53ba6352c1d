import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { Meter } from '../Meter/Meter';
import { Panel } from '../Panel/Panel';
import { gpusByType } from './gpusByType';

/** How many GPUs of each type there are, and how many are free. */
export function GpusByTypePanel(props: { nodes: ClusterStatus['gpu_nodes'] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('cluster.gpus.title')}>
      <LabelledTable
        label={t('cluster.gpus.title')}
        rows={gpusByType(props.nodes)}
        rowId={({ type, vramPerGpu }) => `${type} ${vramPerGpu}`}
        empty={<Text color="secondary">{t('cluster.gpus.none')}</Text>}
        columns={[
          {
            id: 'type',
            label: t('cluster.gpus.type'),
            isRowHeader: true,
            cell: gpus => gpus.type,
          },
          {
            id: 'vram',
            label: t('cluster.gpus.vram'),
            cell: gpus => gpus.vramPerGpu ?? '–',
          },
          {
            id: 'nodes',
            label: t('cluster.gpus.nodes'),
            cell: gpus => gpus.nodes,
          },
          {
            id: 'available',
            isShort: true,
            label: t('cluster.gpus.available'),
            cell: gpus =>
              t('cluster.gpus.availableOf', {
                available: String(gpus.available),
                total: String(gpus.total),
              }),
          },
          {
            id: 'use',
            label: t('cluster.gpus.use'),
            cell: gpus => (
              <Meter
                label={t('cluster.gpus.useOf', { type: gpus.type })}
                value={gpus.total - gpus.available}
                maximum={gpus.total}
              />
            ),
          },
        ]}
      />
    </Panel>
  );
}
