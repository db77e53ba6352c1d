import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import {
  type Key,
  keyCreatePermission,
  keyDeletePermission,
  type Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { LiveContent } from '../LiveContent/LiveContent';
import { Panel } from '../Panel/Panel';
import styles from './AccessTab.module.css';
import { Who } from '../Who/Who';
import { NewKeyDialog } from './NewKeyDialog';
import { RevokeKeyButton } from './RevokeKeyButton';

/** The keys that open this model; whoever has one may call it. */
export function KeysPanel({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const keys = useLiveQuery(signal => api.listKeys({ organization, signal }), {
    key: `keys ${organization}`,
  });
  const refresh = keys.state === 'ready' ? keys.refresh : () => {};
  const mayNotCreate = useIsDenied(keyCreatePermission);
  return (
    <Panel
      title={t('access.keys.title')}
      actions={!mayNotCreate && <NewKeyDialog model={model} onMade={refresh} />}
    >
      <LiveContent live={keys}>
        {data => (
          <KeysTable
            keys={data.keys.filter(key => opens(key, model))}
            onRevoked={refresh}
          />
        )}
      </LiveContent>
    </Panel>
  );
}

function opens({ models }: Key, { id }: Model): boolean {
  return models === null || models.includes(id);
}

function KeysTable(props: { keys: Key[]; onRevoked: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const mayNotRevoke = useIsDenied(keyDeletePermission);
  return (
    <LabelledTable
      label={t('access.keys.title')}
      rows={props.keys}
      rowId={({ id }) => id}
      empty={<Text color="secondary">{t('access.keys.none')}</Text>}
      columns={[
        {
          id: 'name',
          label: t('access.keys.name'),
          isRowHeader: true,
          cell: key => (
            <Flex direction="column" gap="0.5">
              <span>{key.name}</span>
              <code className={styles.mono}>{key.prefix}…</code>
            </Flex>
          ),
        },
        {
          id: 'opens',
          label: t('access.keys.opens'),
          cell: ({ models }) =>
            models === null
              ? t('access.keys.allModels')
              : t('access.keys.models', { count: models.length }),
        },
        {
          id: 'expires',
          label: t('access.keys.expires'),
          isShort: true,
          cell: ({ expires_at: at }) =>
            at ? <Age at={at} /> : t('access.keys.never'),
        },
        {
          id: 'used',
          label: t('access.keys.lastUsed'),
          isShort: true,
          cell: ({ last_used_at: at }) => (at ? <Age at={at} /> : '–'),
        },
        {
          id: 'by',
          label: t('access.keys.createdBy'),
          cell: ({ created_by: by }) => <Who by={by} />,
        },
        {
          id: 'revoke',
          label: t('access.keys.actions'),
          cell: key =>
            mayNotRevoke ? null : (
              <RevokeKeyButton apiKey={key} onRevoked={props.onRevoked} />
            ),
        },
      ]}
    />
  );
}
