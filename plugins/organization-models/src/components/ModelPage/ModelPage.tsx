import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { ButtonLink, Container } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { RiDeleteBinLine, RiQuestionLine } from '@remixicon/react';
import { useParams } from 'react-router-dom';
import { LiveModel, useModel } from '../../hooks/useModel';
import { usePageLinks } from '../../hooks/usePageLinks';
import { organizationModelsTranslationRef } from '../../translation';
import { EmptyState } from '../EmptyState/EmptyState';
import { LiveContent } from '../LiveContent/LiveContent';
import { PageTitle } from '../PageTitle/PageTitle';
import { StaleAlert } from '../Stale/Stale';
import { ModelHeader } from './ModelHeader';
import { ModelTabs } from './ModelTabs';

/** One model: how it is, why, and what can be done with it. */
export function ModelPage() {
  const { id = '' } = useParams();
  const model = useModel(id);
  if (model.state === 'gone') {
    return <GoneModel model={model.model} />;
  }
  if (model.state === 'error' && model.failure.status === 404) {
    return <UnknownModel />;
  }
  if (model.state === 'ready') {
    return <KnownModel live={model} />;
  }
  return (
    <Container>
      <LiveContent live={model}>{() => null}</LiveContent>
    </Container>
  );
}

function KnownModel({ live }: { live: LiveModel & { state: 'ready' } }) {
  const links = usePageLinks();
  const { data: model } = live;
  return (
    <BreadcrumbEntry
      entry={{ label: model.display_name, href: links.model(model.id) ?? '' }}
    >
      <PageTitle title={model.display_name} />
      <ModelHeader model={model} onChanged={live.refresh} />
      <Container>
        <LiveContent live={live}>
          {data => (
            <>
              <StaleAlert stale={data.stale} />
              <ModelTabs model={data} onChanged={live.refresh} />
            </>
          )}
        </LiveContent>
      </Container>
    </BreadcrumbEntry>
  );
}

function GoneModel({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <EmptyState
      icon={<RiDeleteBinLine size={48} />}
      title={t('model.gone.title', { name: model.display_name })}
      description={t('model.gone.description')}
      action={<ModelsLink />}
    />
  );
}

function UnknownModel() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <EmptyState
      icon={<RiQuestionLine size={48} />}
      title={t('model.unknown.title')}
      description={t('model.unknown.description')}
      action={<ModelsLink />}
    />
  );
}

function ModelsLink() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { models } = usePageLinks();
  return (
    <ButtonLink variant="secondary" href={models}>
      {t('model.toModels')}
    </ButtonLink>
  );
}
