import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationName } from '../../organization/organizationName';
import { organizationModelsTranslationRef } from '../../translation';
import { Facts } from '../Facts/Facts';
import { Panel } from '../Panel/Panel';

type Amounts = Quota['hard'];

/** What the organization uses of what it may use. */
export function QuotaPanel({ quota }: { quota: Quota }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { hard, used } = quota;
  const limits: Record<string, [Used: Amount, Hard: Amount]> = {
    [t('cluster.quota.models')]: [used.models, hard.models],
    [t('cluster.quota.gpus')]: [used.gpus, hard.gpus],
    ...gpuTypes(used, hard),
    [t('cluster.quota.cpu')]: [used.cpu, hard.cpu],
    [t('cluster.quota.memory')]: [used.memory, hard.memory],
  };
  const textOf = (use: Amount, limit: Amount) =>
    limit === undefined
      ? use !== undefined && t('cluster.quota.unlimited', { used: String(use) })
      : t('cluster.quota.limited', {
          used: String(use ?? 0),
          hard: String(limit),
        });
  const facts = Object.entries(limits).map(([term, [use, limit]]) => [
    term,
    textOf(use, limit) || undefined,
  ]);
  return (
    <Panel
      title={t('cluster.quota.title', {
        name: organizationName(quota.organization_id),
      })}
    >
      <Facts facts={Object.fromEntries(facts)} />
    </Panel>
  );
}

type Amount = number | string | undefined;

function gpuTypes(used: Amounts, hard: Amounts) {
  const types = Object.keys({ ...used.gpus_by_type, ...hard.gpus_by_type });
  return Object.fromEntries(
    types.map((type): [string, [Amount, Amount]] => [
      type,
      [used.gpus_by_type?.[type], hard.gpus_by_type?.[type]],
    ]),
  );
}
