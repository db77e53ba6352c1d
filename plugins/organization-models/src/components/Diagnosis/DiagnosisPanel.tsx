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
import { StartTimeline } from './StartTimeline';

/** What is the matter with a model, by what it is seen, and what mends it. */
export function DiagnosisPanel(props: { model: Model; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onChanged } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const diagnosis = useLiveQuery(
    signal => api.getDiagnosis(model.id, { organization, signal }),
    { key: `diagnosis ${organization} ${model.id} ${model.generation}` },
  );
  const isPlain =
    diagnosis.state === 'ready' &&
    diagnosis.data.findings.length + diagnosis.data.timeline.length === 0;
  if (isPlain) {
    return null;
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
