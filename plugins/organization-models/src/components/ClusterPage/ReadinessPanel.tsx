import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex } from '@backstage/ui';
import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiQuestionFill,
} from '@remixicon/react';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { Facts } from '../Facts/Facts';
import { Health } from '../Health/Health';
import { Panel } from '../Panel/Panel';
import { gpusByType } from './gpusByType';

/** Whether the cluster can take a model; if not, what stands in the way. */
export function ReadinessPanel({ cluster }: { cluster: ClusterStatus }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel
      title={t('cluster.name', { name: cluster.name })}
      actions={<ClusterState state={cluster.state} />}
    >
      <Flex direction="column" gap="4">
        {cluster.state === 'Unknown' && <LastKnownNotice cluster={cluster} />}
        {cluster.state !== 'Unknown' && cluster.message && (
          <Alert role="status" status="warning" icon title={cluster.message} />
        )}
        {cluster.blockers.map(blocker => (
          <Alert
            key={`${blocker.code} ${blocker.message}`}
            status="danger"
            icon
            title={blocker.message}
            description={blocker.hint}
          />
        ))}
        {cluster.leftovers.map(leftover => (
          <Alert
            key={leftover.model_id}
            status="warning"
            icon
            title={leftover.message}
            description={leftover.hint}
          />
        ))}
        <ClusterFacts cluster={cluster} />
      </Flex>
    </Panel>
  );
}

function ClusterState({ state }: { state: ClusterStatus['state'] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  switch (state) {
    case 'Ready':
      return (
        <Health tone="good" icon={<RiCheckboxCircleFill aria-hidden />}>
          {t('cluster.state.ready')}
        </Health>
      );
    case 'NotReady':
      return (
        <Health tone="bad" icon={<RiCloseCircleFill aria-hidden />}>
          {t('cluster.state.notReady')}
        </Health>
      );
    default:
      return (
        <Health tone="unsure" icon={<RiQuestionFill aria-hidden />}>
          {t('cluster.state.unknown')}
        </Health>
      );
  }
}

function LastKnownNotice({ cluster }: { cluster: ClusterStatus }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={
        cluster.observed_at ? t('cluster.lastKnown') : t('cluster.neverSeen')
      }
      description={cluster.message}
    />
  );
}

function ClusterFacts({ cluster }: { cluster: ClusterStatus }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  // Free GPUs of nodes that take nothing are of no use to anybody
  const available = gpusByType(cluster.gpu_nodes).reduce(
    (sum, gpus) => sum + gpus.available,
    0,
  );
  return (
    <Facts
      size="large"
      facts={{
        [t('cluster.fact.gpus')]: t('cluster.fact.gpusValue', {
          available: String(available),
          total: String(cluster.total_gpus),
        }),
        [t('cluster.fact.nodes')]: cluster.total_nodes,
        [t('cluster.fact.kubernetes')]: cluster.kubernetes_version,
        [t('cluster.fact.observed')]: cluster.observed_at && (
          <Age at={cluster.observed_at} />
        ),
      }}
    />
  );
}
