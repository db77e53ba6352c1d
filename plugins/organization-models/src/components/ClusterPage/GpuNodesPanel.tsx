import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import { RiCheckboxCircleFill, RiForbidFill } from '@remixicon/react';
import { toSentence } from '../../text/toSentence';
import { organizationModelsTranslationRef } from '../../translation';
import { Health } from '../Health/Health';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { Panel } from '../Panel/Panel';

type GpuNode = ClusterStatus['gpu_nodes'][number];

/** The nodes with GPUs; where nothing can be placed, why. */
export function GpuNodesPanel({ nodes }: { nodes: GpuNode[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('cluster.nodes.title')}>
      <LabelledTable
        label={t('cluster.nodes.title')}
        rows={nodes}
        rowId={node => `${node.node_name} ${node.resource_name}`}
        empty={<Text color="secondary">{t('cluster.nodes.none')}</Text>}
        columns={[
          {
            id: 'name',
            isShort: true,
            label: t('cluster.nodes.name'),
            isRowHeader: true,
            cell: node => node.node_name,
          },
          {
            id: 'type',
            label: t('cluster.gpus.type'),
            cell: node => node.gpu_type,
          },
          {
            id: 'available',
            isShort: true,
            label: t('cluster.gpus.available'),
            cell: node =>
              t('cluster.gpus.availableOf', {
                available: String(node.available_gpus),
                total: String(node.gpu_count),
              }),
          },
          {
            id: 'memory',
            isShort: true,
            label: t('cluster.nodes.memory'),
            cell: node =>
              [node.available_vram, node.total_vram]
                .filter(Boolean)
                .join(' / ') || '–',
          },
          {
            id: 'state',
            label: t('cluster.nodes.state'),
            cell: node => <NodeState node={node} />,
          },
        ]}
      />
    </Panel>
  );
}

function NodeState({ node }: { node: GpuNode }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return node.schedulable ? (
    <Health tone="good" icon={<RiCheckboxCircleFill size={16} aria-hidden />}>
      {t('cluster.nodes.schedulable')}
    </Health>
  ) : (
    <Health tone="quiet" icon={<RiForbidFill size={16} aria-hidden />}>
      {toSentence(node.reason ?? t('cluster.nodes.unschedulable'))}
    </Health>
  );
}
