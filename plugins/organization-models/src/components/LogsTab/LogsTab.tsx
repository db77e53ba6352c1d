import { LogViewer } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Select, Switch, Text } from '@backstage/ui';
import {
  type Model,
  modelLogsPermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useState } from 'react';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useModelPods } from '../../hooks/useModelPods';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import styles from './LogsTab.module.css';
import { saveText } from './saveText';
import { useLogs } from './useLogs';

/** Lines that are read at first. */
const TAIL_LINES = 5_000;
const ALL_PODS = 'all';

/** What the engine says, while it says it. */
export function LogsTab({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const isDenied = useIsDenied(modelLogsPermission, model.id);
  return isDenied ? (
    <Text color="secondary">{t('logs.denied')}</Text>
  ) : (
    <ReadableLogs model={model} />
  );
}

function ReadableLogs({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [pod, setPod] = useState(ALL_PODS);
  const [previous, setPrevious] = useState(false);
  const [follow, setFollow] = useState(true);
  const logs = useLogs(model.id, {
    pod: pod === ALL_PODS ? undefined : pod,
    previous: previous || undefined,
    follow: (follow && !previous) || undefined,
    tail_lines: TAIL_LINES,
  });
  return (
    <Flex direction="column" gap="3">
      <Flex align="end" gap="4" className={styles.choices}>
        <PodChoice modelId={model.id} pod={pod} onChoose={setPod} />
        <Switch
          label={t('logs.follow')}
          isSelected={follow && !previous}
          isDisabled={previous}
          onChange={setFollow}
        />
        <Switch
          label={t('logs.previous')}
          isSelected={previous}
          onChange={setPrevious}
        />
        {logs.state === 'ended' && (
          <Button variant="secondary" size="small" onPress={logs.readAgain}>
            {t('logs.again')}
          </Button>
        )}
      </Flex>
      {logs.failure && (
        <FailureNotice failure={logs.failure} retry={logs.readAgain} />
      )}
      {logs.text ? (
        <div className={styles.log} role="log" aria-label={t('logs.title')}>
          <LogViewer
            text={logs.text}
            onDownloadLog={() => saveText(`${model.name}.log`, logs.text)}
          />
        </div>
      ) : (
        logs.state !== 'failed' && (
          <Text color="secondary">
            {logs.state === 'reading' ? t('logs.nothingYet') : t('logs.none')}
          </Text>
        )
      )}
    </Flex>
  );
}

function PodChoice(props: {
  modelId: string;
  pod: string;
  onChoose: (pod: string) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const pods = useModelPods(props.modelId);
  const names = pods.state === 'ready' ? pods.data.pods.map(p => p.name) : [];
  return (
    <Select
      className={styles.pods}
      label={t('logs.pod')}
      value={props.pod}
      onChange={key => props.onChoose(String(key ?? ALL_PODS))}
      options={[
        { id: ALL_PODS, label: t('logs.allPods') },
        ...names.map(name => ({ id: name, label: name })),
      ]}
    />
  );
}
