import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink, Container, Flex } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { usePageLinks } from '../../hooks/usePageLinks';
import { organizationModelsTranslationRef } from '../../translation';
import { LiveContent } from '../LiveContent/LiveContent';
import { ModelTabs } from '../ModelPage/ModelTabs';
import { ModelStatus } from '../ModelStatus/ModelStatus';
import { EntityModelScope } from './EntityModelScope';
import { GoneNotice } from './GoneNotice';

/** The model page's parts, within the page of the model's entity. */
export function EntityModelContent() {
  const { entity } = useEntity();
  return (
    <Container>
      <EntityModelScope entity={entity}>
        {model =>
          model.state === 'gone' ? (
            <GoneNotice />
          ) : (
            <LiveContent live={model}>
              {data => (
                <ModelDetails
                  model={data}
                  onChanged={model.state === 'ready' ? model.refresh : () => {}}
                />
              )}
            </LiveContent>
          )
        }
      </EntityModelScope>
    </Container>
  );
}

function ModelDetails(props: { model: Model; onChanged: () => void }) {
  const { model, onChanged } = props;
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const links = usePageLinks();
  return (
    <Flex direction="column" gap="4">
      <Flex align="center" justify="between">
        <ModelStatus status={model.status} />
        <ButtonLink variant="secondary" href={links.model(model.id)}>
          {t('entity.toModel')}
        </ButtonLink>
      </Flex>
      <ModelTabs model={model} onChanged={onChanged} />
    </Flex>
  );
}
