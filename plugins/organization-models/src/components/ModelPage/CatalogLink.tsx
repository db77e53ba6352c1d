import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import { useModelEntity } from './useModelEntity';

/** Leads to the model's entity, once the catalog has one. */
export function CatalogLink({ modelId }: { modelId: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { value: entity, loading, error } = useModelEntity(modelId);
  if (entity) {
    return <EntityRefLink entityRef={entity} />;
  }
  const word = loading
    ? t('model.catalogLoading')
    : error?.message ?? t('model.catalogNone');
  return (
    <Text as="span" color="secondary">
      {word}
    </Text>
  );
}
