import { useApi } from '@backstage/frontend-plugin-api';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { type Action, useAction } from '../../hooks/useAction';
import { useOrganization } from '../../organization/OrganizationContext';

/** Asks a model for one answer that comes as a whole. */
export function useModelCall<T>(
  model: Pick<Model, 'id' | 'name'>,
  path: string,
  body: object,
): Action & { answer: T | undefined } {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [answer, setAnswer] = useState<T>();
  const action = useAction(async () => {
    setAnswer(undefined);
    const response = await api.callModel(
      model.id,
      path,
      { model: model.name, ...body },
      { organization },
    );
    setAnswer(await response.json());
  });
  return { ...action, answer };
}
