import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { CopyButton } from '../CopyButton/CopyButton';
import { Facts } from '../Facts/Facts';
import { Panel } from '../Panel/Panel';
import styles from './ModelPage.module.css';

/** Where the model answers. */
export function EndpointsPanel({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('model.endpoints.title')}>
      <Facts
        facts={{
          [t('model.endpoints.gateway')]: model.endpoint_url && (
            <Address
              url={model.endpoint_url}
              label={t('model.endpoints.copyGateway')}
            />
          ),
          [t('model.endpoints.internal')]: (
            <Address
              url={model.internal_url}
              label={t('model.endpoints.copyInternal')}
            />
          ),
        }}
      />
    </Panel>
  );
}

function Address({ url, label }: { url: string; label: string }) {
  return (
    <span className={styles.address}>
      <code>{url}</code>
      <CopyButton text={url} label={label} />
    </span>
  );
}
