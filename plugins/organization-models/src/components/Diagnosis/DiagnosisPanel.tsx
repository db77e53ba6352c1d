import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { LiveContent } from '../LiveContent/LiveContent';
import { Panel } from '../Panel/Panel';
import { FindingItem } from './FindingItem';
import { StartSummary } from './StartSummary';
import { StartTimeline } from './StartTimeline';

/**
 * What is the matter with a model, by what it is seen, and what mends it; how it
 * started, where nothing is.
 */
export function DiagnosisPanel(props: { model: Model; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onChanged } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const diagnosis = useLiveQuery(
    signal => api.getDiagnosis(model.id, { organization, signal }),
    { key: `diagnosis ${organization} ${model.id} ${model.generation}` },
  );
  const isRunning = model.status === 'running';
  if (diagnosis.state === 'loading' && isRunning) {
    return null;
  }
  if (diagnosis.state === 'ready' && diagnosis.data.findings.length === 0) {
    const { timeline } = diagnosis.data;
    if (isRunning || timeline.length === 0) {
      return <StartSummary {...diagnosis.data} />;
    }
  }
  return (
    <Panel title={t('diagnosis.title')}>
      <LiveContent live={diagnosis}>
        {({ findings, ...starts }) => (
          <Flex direction="column" gap="5">
            {findings.map((finding, index) => (
              <FindingItem
                key={`${finding.code} ${index}`}
                finding={finding}
                model={model}
                onChanged={onChanged}
              />
            ))}
            <StartTimeline {...starts} />
          </Flex>
        )}
      </LiveContent>
    </Panel>
  );
}
