import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { CallOptions } from '@orgmodels/backstage-plugin-organization-models-common';
import { screen } from '@testing-library/react';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel } from '../../__testUtils__/buildModel';
import { fakeModelsApi } from '../../__testUtils__/fakeModelsApi';
import {
  type OrganizationModelsApi,
  organizationModelsApiRef,
} from '../../api/organizationModelsApiRef';
import { clusterRouteRef, modelsRouteRef } from '../../routes';
import { EntityModelCard } from './EntityModelCard';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'qwen3-8b',
    annotations: {
      'organization-models.backstage.io/model-id': buildModel().id,
    },
  },
  spec: { type: 'ai-model', owner: 'group:default/globex' },
};

function renderCard(getModel: OrganizationModelsApi['getModel']) {
  renderInTestApp(
    <EntityProvider entity={ENTITY}>
      <EntityModelCard />
    </EntityProvider>,
    {
      apis: [[organizationModelsApiRef, fakeModelsApi({ getModel })]],
      mountedRoutes: { '/models': modelsRouteRef, '/cluster': clusterRouteRef },
    },
  );
}

describe('EntityModelCard', () => {
  it('shows the status and leads to the model', async () => {
    renderCard(async () => buildModel());

    expect(await screen.findByText('Running')).toBeInTheDocument();
    expect(screen.getByText('1 of 1 replicas ready')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open the model' }),
    ).toHaveAttribute('href', `/models/${buildModel().id}`);
  });

  it('speaks for the owner when the user has several organizations', async () => {
    const refusal = await apiError(400, {
      message: 'Name one',
      details: { choices: ['group:default/acme', 'group:default/globex'] },
    });
    const getModel = jest.fn(async (_: string, options?: CallOptions) => {
      if (!options?.organization) {
        throw refusal;
      }
      return buildModel();
    });
    renderCard(getModel);

    expect(await screen.findByText('Running')).toBeInTheDocument();
    expect(getModel).toHaveBeenLastCalledWith(
      buildModel().id,
      expect.objectContaining({ organization: 'group:default/globex' }),
    );
  });

  it('says why the model cannot be shown', async () => {
    const refusal = await apiError(403, {
      message: 'You have no organization',
    });
    renderCard(async () => {
      throw refusal;
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You have no organization',
    );
  });
});
