import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Model,
  UsageRow,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { Text } from '@backstage/ui';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { Facts } from '../Facts/Facts';
import { LiveContent } from '../LiveContent/LiveContent';
import { Panel } from '../Panel/Panel';
import { formatMoney } from '../Plan/formatMoney';

/** What the model was used for in the last month. */
export function UsagePanel({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const usage = useLiveQuery(
    signal => api.getUsage({ group_by: 'model' }, { organization, signal }),
    { key: `usage ${organization}` },
  );
  return (
    <Panel title={t('access.usage.title')}>
      <LiveContent live={usage}>
        {data => (
          <ModelUsage
            row={data.usage.find(row => row.model === model.id)}
            currency={data.currency}
          />
        )}
      </LiveContent>
    </Panel>
  );
}

function ModelUsage(props: { row?: UsageRow; currency?: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { row, currency } = props;
  if (!row) {
    return <Text color="secondary">{t('access.usage.none')}</Text>;
  }
  const count = (value: number) => value.toLocaleString();
  return (
    <Facts
      facts={{
        [t('access.usage.requests')]: count(row.requests),
        [t('access.usage.errors')]: count(row.errors),
        [t('access.usage.promptTokens')]: count(row.prompt_tokens),
        [t('access.usage.cachedTokens')]: count(row.cached_tokens),
        [t('access.usage.completionTokens')]: count(row.completion_tokens),
        [t('access.usage.gpuHours')]: row.gpu_hours?.toFixed(2),
        [t('access.usage.cost')]:
          row.cost === undefined || currency === undefined
            ? undefined
            : formatMoney(row.cost, currency),
      }}
    />
  );
}
