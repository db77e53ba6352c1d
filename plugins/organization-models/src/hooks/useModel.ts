import { useApi } from '@backstage/frontend-plugin-api';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useEffect, useRef } from 'react';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';
import { useOrganization } from '../organization/OrganizationContext';
import type { Live } from './Live';
import { useLiveQuery } from './useLiveQuery';

/** A model, or that it was there and is not any more. */
export type LiveModel = Live<Model> | { state: 'gone'; model: Model };

/** Follows one model from its making to its end. */
export function useModel(id: string): LiveModel {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const live = useLiveQuery(
    signal => api.getModel(id, { organization, signal }),
    {
      modelId: id,
      key: `model ${organization} ${id}`,
      observedAt: ({ observed_at }) => observed_at,
    },
  );

  const lastSeen = useRef<Model>();
  useEffect(() => {
    if (live.state === 'ready') {
      lastSeen.current = live.data;
    }
  }, [live]);

  const isGone =
    live.state === 'error' &&
    live.failure.status === 404 &&
    lastSeen.current?.id === id;
  return isGone ? { state: 'gone', model: lastSeen.current! } : live;
}
