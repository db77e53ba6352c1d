import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Badge, Flex, Text } from '@backstage/ui';
import type { Pod } from '@orgmodels/backstage-plugin-organization-models-common';
import { RiCheckboxCircleFill, RiTimeLine } from '@remixicon/react';
import { useModelPods } from '../../hooks/useModelPods';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { Health } from '../Health/Health';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { LiveContent } from '../LiveContent/LiveContent';
import styles from './ModelPage.module.css';

/** The pods; where one is not ready, why. */
export function PodsTab({ modelId }: { modelId: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const pods = useModelPods(modelId);
  return (
    <LiveContent live={pods}>
      {data => (
        <LabelledTable
          label={t('model.tab.pods')}
          rows={data.pods}
          rowId={({ name }) => name}
          empty={<Text color="secondary">{t('model.pods.none')}</Text>}
          columns={[
            {
              id: 'name',
              label: t('model.pods.name'),
              isRowHeader: true,
              cell: pod => <PodName pod={pod} />,
            },
            {
              id: 'ready',
              isShort: true,
              label: t('model.pods.state'),
              cell: pod => <PodState pod={pod} />,
            },
            {
              id: 'reason',
              label: t('model.pods.reason'),
              cell: pod => <PodReason pod={pod} />,
            },
            {
              id: 'restarts',
              label: t('model.pods.restarts'),
              cell: ({ restarts }) => restarts,
            },
            {
              id: 'node',
              label: t('model.pods.node'),
              cell: ({ node }) => node ?? '–',
            },
            {
              id: 'age',
              isShort: true,
              label: t('model.pods.age'),
              cell: pod => <Age at={pod.created_at} />,
            },
          ]}
        />
      )}
    </LiveContent>
  );
}

function PodName({ pod }: { pod: Pod }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Flex align="center" gap="2">
      <span className={styles.mono}>{pod.name}</span>
      {!pod.current && <Badge size="small">{t('model.pods.old')}</Badge>}
    </Flex>
  );
}

function PodState({ pod }: { pod: Pod }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return pod.ready ? (
    <Health tone="good" icon={<RiCheckboxCircleFill size={16} aria-hidden />}>
      {t('model.pods.ready')}
    </Health>
  ) : (
    <Health tone="unsure" icon={<RiTimeLine size={16} aria-hidden />}>
      {pod.phase}
    </Health>
  );
}

function PodReason({ pod: { reason } }: { pod: Pod }) {
  return reason ? (
    <Flex direction="column" gap="1">
      <Text as="span">{reason.message}</Text>
      <Text as="span" variant="body-small" color="secondary">
        {[reason.hint, `(${reason.code})`].filter(Boolean).join(' ')}
      </Text>
    </Flex>
  ) : null;
}
