import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';
import { MODEL_ID_ANNOTATION } from '@orgmodels/backstage-plugin-organization-models-common';

/**
 * The catalog's entity of a model, found by its annotation: nothing here
 * depends on how entities are named.
 */
export function useModelEntity(modelId: string) {
  const catalog = useApi(catalogApiRef);
  return useAsync(async (): Promise<Entity | undefined> => {
    const { items } = await catalog.getEntities({
      filter: { [`metadata.annotations.${MODEL_ID_ANNOTATION}`]: modelId },
      fields: ['kind', 'metadata'],
    });
    // The catalog's filter ignores case, model ids do not
    return items.find(
      ({ metadata }) => metadata.annotations?.[MODEL_ID_ANNOTATION] === modelId,
    );
  }, [catalog, modelId]);
}
