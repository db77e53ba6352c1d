import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';
import { act } from '@testing-library/react';
import {
  type OrganizationModelsApi,
  organizationModelsApiRef,
} from '../api/organizationModelsApiRef';
import { STATUS_CHANNEL } from '../hooks/Live';
import { organizationModelsPlugin } from '../plugin';
import { fakeModelsApi } from './fakeModelsApi';

/** Renders the whole plugin at a path, as the portal would. */
export function renderPlugin(
  path: string,
  methods: Partial<OrganizationModelsApi>,
  options: { entities?: Entity[] } = {},
) {
  const listeners = new Set<(message: JsonObject) => void>();
  renderTestApp({
    features: [organizationModelsPlugin],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [organizationModelsApiRef, fakeModelsApi(methods)],
      [catalogApiRef, catalogApiMock(options)],
      [
        signalApiRef,
        {
          subscribe: (channel: string, listener: any) => {
            if (channel === STATUS_CHANNEL) {
              listeners.add(listener);
            }
            return { unsubscribe: () => listeners.delete(listener) };
          },
        },
      ],
    ],
  });
  return {
    /** Tells the pages that some status changed. */
    signal: () => act(() => listeners.forEach(listener => listener({}))),
  };
}
