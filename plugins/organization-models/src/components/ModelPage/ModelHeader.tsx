import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { Header } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { ModelStatus } from '../ModelStatus/ModelStatus';
import { CatalogLink } from './CatalogLink';
import { ModelActions } from './ModelActions';

/** Who the model is, how it is, and what can be done with it. */
export function ModelHeader(props: { model: Model; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onChanged } = props;
  return (
    <Header
      title={model.display_name}
      tags={model.tags.map(label => ({ label }))}
      customActions={<ModelActions model={model} onChanged={onChanged} />}
      metadata={[
        {
          label: t('model.status'),
          value: <ModelStatus status={model.status} />,
        },
        {
          label: t('model.replicas'),
          value: t('models.replicas', {
            ready: String(model.replicas.ready),
            desired: String(model.replicas.desired),
          }),
        },
        {
          label: t('model.createdBy'),
          value: <EntityDisplayName entityRef={model.created_by} />,
        },
        ...(model.healing_paused_until
          ? [
              {
                label: t('model.healingPaused'),
                value: new Date(model.healing_paused_until).toLocaleString(),
              },
            ]
          : []),
        { label: t('model.created'), value: <Age at={model.created_at} /> },
        {
          label: t('model.catalog'),
          value: <CatalogLink modelId={model.id} />,
        },
      ]}
    />
  );
}
