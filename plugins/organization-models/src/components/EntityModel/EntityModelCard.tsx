import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { usePageLinks } from '../../hooks/usePageLinks';
import { organizationModelsTranslationRef } from '../../translation';
import { LiveContent } from '../LiveContent/LiveContent';
import { ModelStatus } from '../ModelStatus/ModelStatus';
import { Panel } from '../Panel/Panel';
import { EntityModelScope } from './EntityModelScope';
import { GoneNotice } from './GoneNotice';

/** How the model of an entity is, and the way to its page. */
export function EntityModelCard() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { entity } = useEntity();
  return (
    <Panel title={t('entity.title')}>
      <EntityModelScope entity={entity}>
        {model =>
          model.state === 'gone' ? (
            <GoneNotice />
          ) : (
            <LiveContent live={model}>
              {data => <ModelSummary model={data} />}
            </LiveContent>
          )
        }
      </EntityModelScope>
    </Panel>
  );
}

function ModelSummary({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const links = usePageLinks();
  return (
    <Flex direction="column" gap="3">
      <Flex align="center" gap="4">
        <ModelStatus status={model.status} />
        <Text color="secondary">
          {t('entity.replicas', {
            ready: String(model.replicas.ready),
            desired: String(model.replicas.desired),
          })}
        </Text>
      </Flex>
      {model.status_reason && <Text>{model.status_reason.message}</Text>}
      <Link href={links.model(model.id)}>{t('entity.toModel')}</Link>
    </Flex>
  );
}
