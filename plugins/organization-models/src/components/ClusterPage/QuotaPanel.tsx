import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  type Quota,
  quotaUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationName } from '../../organization/organizationName';
import { organizationModelsTranslationRef } from '../../translation';
import { Facts } from '../Facts/Facts';
import { Panel } from '../Panel/Panel';
import { QuotaDialog } from '../QuotaDialog/QuotaDialog';
import { QuotaMeter } from '../QuotaUse/QuotaMeter';
import { useQuotaWords } from '../QuotaUse/useQuotaWords';

/**
 * What the organization uses of what it may use. Who may surely change the
 * limits can do so here; to all others nothing is offered that would be refused.
 */
export function QuotaPanel(props: { quota: Quota; onChanged: () => void }) {
  const { quota, onChanged } = props;
  const { allowed: mayChange } = usePermission({
    permission: quotaUpdatePermission,
  });
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const words = useQuotaWords();
  const facts = listUses(quota).map(({ resource, ...use }) => {
    const name = words.ofResource(resource);
    return [name, <ResourceUse key={resource} name={name} {...use} />];
  });
  return (
    <Panel
      title={t('cluster.quota.title', {
        name: organizationName(quota.organization_id),
      })}
      actions={mayChange && <QuotaDialog quota={quota} onChanged={onChanged} />}
    >
      <Flex direction="column" gap="4">
        <Facts facts={Object.fromEntries(facts)} />
        <Text color="secondary">{words.ofSource(quota.source)}</Text>
      </Flex>
    </Panel>
  );
}

type Amount = number | string;
type Use = { used: Amount; hard?: Amount };

function ResourceUse({ name, used, hard }: Use & { name: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return hard === undefined ? (
    <>{t('cluster.quota.unlimited', { used: String(used) })}</>
  ) : (
    <>
      {t('cluster.quota.limited', { used: String(used), hard: String(hard) })}
      <QuotaMeter
        label={t('cluster.quota.useOf', { resource: name })}
        used={[used]}
        hard={hard}
      />
    </>
  );
}

/** In the order in which people ask; types of GPUs follow all GPUs. */
function listUses({ hard, used }: Quota): (Use & { resource: string })[] {
  const types = Object.keys({ ...used.gpus_by_type, ...hard.gpus_by_type });
  return [
    { resource: 'models', used: used.models ?? 0, hard: hard.models },
    { resource: 'gpus', used: used.gpus ?? 0, hard: hard.gpus },
    ...types.map(type => ({
      resource: `gpus_by_type.${type}`,
      used: used.gpus_by_type?.[type] ?? 0,
      hard: hard.gpus_by_type?.[type],
    })),
    { resource: 'cpu', used: used.cpu ?? '0', hard: hard.cpu },
    { resource: 'memory', used: used.memory ?? '0', hard: hard.memory },
  ];
}
