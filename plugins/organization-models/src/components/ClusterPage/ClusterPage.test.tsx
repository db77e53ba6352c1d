import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildStatusAnswer } from '../../__testUtils__/buildClusterStatus';
import { fakeModelsApi } from '../../__testUtils__/fakeModelsApi';
import {
  type OrganizationModelsApi,
  organizationModelsApiRef,
} from '../../api/organizationModelsApiRef';
import { ClusterSubPage } from './ClusterSubPage';

function renderPage(getStatus: OrganizationModelsApi['getStatus'], path = '/') {
  renderInTestApp(<ClusterSubPage />, {
    apis: [[organizationModelsApiRef, fakeModelsApi({ getStatus })]],
    initialRouteEntries: [path],
  });
}

describe('ClusterPage', () => {
  it('shows readiness, versions and free GPUs', async () => {
    renderPage(async () => buildStatusAnswer());

    expect(await screen.findByText('Ready')).toBeVisible();
    expect(screen.getByText('11 of 20')).toBeVisible();
    expect(screen.getByText('v1.36.0')).toBeVisible();
    expect(screen.getByText(/seconds ago/)).toBeVisible();
  });

  it('sums GPUs by type and leaves out those that cannot be used', async () => {
    renderPage(async () => buildStatusAnswer());

    const table = await screen.findByRole('grid', { name: 'GPUs by type' });
    const [, h100, a100] = within(table).getAllByRole('row');
    expect(h100).toHaveTextContent('NVIDIA-H100-80GB-HBM380Gi211 of 16');
    expect(a100).toHaveTextContent('NVIDIA-A100-SXM4-40GB40Gi10 of 4');
  });

  it('says why a node takes no models', async () => {
    renderPage(async () => buildStatusAnswer());

    const row = await screen.findByRole('row', { name: /gpu-a100-0/ });
    expect(row).toHaveTextContent('Cordoned');
  });

  it('tells healthy, unhealthy, missing and unknown components apart', async () => {
    renderPage(async () => buildStatusAnswer());

    const healthOf = async (name: RegExp) =>
      (await screen.findByRole('row', { name })).textContent;
    expect(await healthOf(/^AIBrix/)).toMatch(/Healthy/);
    expect(await healthOf(/^Envoy Gateway/)).toMatch(/Unhealthy/);
    expect(await healthOf(/^GPU Operator/)).toMatch(/Unknown/);
    expect(await healthOf(/^KubeRay/)).toMatch(/Not installed/);
  });

  it('names what stands in the way, with a hint', async () => {
    renderPage(async () =>
      buildStatusAnswer({
        ready: false,
        state: 'NotReady',
        blockers: [
          {
            code: 'MissingCrd',
            message: 'AIBrix is not installed',
            hint: 'Install it with Helm',
          },
        ],
      }),
    );

    expect(await screen.findByText('Not ready')).toBeVisible();
    expect(screen.getByText('AIBrix is not installed')).toBeVisible();
    expect(screen.getByText('Install it with Helm')).toBeVisible();
  });

  it('shows what is left of models that are not there', async () => {
    renderPage(async () =>
      buildStatusAnswer({
        leftovers: [
          {
            model_id: 'mdl_gone',
            objects: [{ kind: 'Secret', namespace: 'models', name: 'a' }],
            observed_at: '2026-01-01T00:00:00.000Z',
            message: 'Of a model that is not there is left: Secret models/a',
            hint: 'Delete what nobody needs',
          },
        ],
      }),
    );

    expect(await screen.findByText(/is left: Secret models\/a/)).toBeVisible();
    expect(screen.getByText('Delete what nobody needs')).toBeVisible();
  });

  it('marks the facts of a cluster out of reach as the last known ones', async () => {
    renderPage(async () =>
      buildStatusAnswer({
        ready: false,
        state: 'Unknown',
        message: 'connect ECONNREFUSED',
      }),
    );

    expect(
      await screen.findByText(
        'The cluster cannot be reached: these are the last known facts',
      ),
    ).toBeVisible();
    expect(screen.getByText('connect ECONNREFUSED')).toBeVisible();
    expect(screen.getByText('11 of 20')).toBeVisible();
  });

  it('says that a cluster is slow', async () => {
    const message = 'Cluster north is slow';
    renderPage(async () => buildStatusAnswer({ message }));

    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.queryByText(/last known facts/)).not.toBeInTheDocument();
  });

  it('shows each of several clusters', async () => {
    const { cluster_status: first } = buildStatusAnswer({ name: 'north' });
    const { cluster_status: second } = buildStatusAnswer({ name: 'south' });
    renderPage(async () => buildStatusAnswer({ clusters: [first, second] }));

    expect(await screen.findByRole('region', { name: 'north' })).toBeVisible();
    expect(screen.getByRole('region', { name: 'south' })).toBeVisible();
  });

  it('shows what the organization uses of what it may use', async () => {
    const quota: Quota = {
      organization_id: 'group:default/acme',
      hard: { gpus: 16, gpus_by_type: { H100: 8 }, memory: '1Ti' },
      used: {
        models: 3,
        gpus: 12,
        gpus_by_type: { H100: 8 },
        cpu: '24',
        memory: '256Gi',
      },
      source: 'default',
    };
    renderPage(async () => buildStatusAnswer({ quota }));

    const panel = await screen.findByRole('article', { name: 'Quota of acme' });
    expect(panel).toHaveTextContent('Models3 used, unlimited');
    expect(panel).toHaveTextContent('GPUs12 of 16 used');
    expect(panel).toHaveTextContent('GPUs of type H1008 of 8 used');
    expect(panel).toHaveTextContent('CPU24 used, unlimited');
    expect(panel).toHaveTextContent(
      'Limits of the portal’s configuration for all organizations',
    );
    const meters = within(panel).getAllByRole('meter');
    expect(meters.map(meter => meter.getAttribute('aria-label'))).toEqual([
      'GPUs used',
      'GPUs of type H100 used',
      'Memory used',
    ]);
    expect(meters[2]).toHaveAttribute('aria-valuenow', String(256 * 2 ** 30));
    expect(meters[2]).toHaveAttribute('aria-valuemax', String(2 ** 40));
  });

  it('says that nothing is limited', async () => {
    const quota: Quota = {
      organization_id: 'group:default/acme',
      hard: {},
      used: { models: 0, gpus: 0, cpu: '0', memory: '0' },
      source: 'unlimited',
    };
    renderPage(async () => buildStatusAnswer({ quota }));

    expect(await screen.findByText('No limits are set')).toBeVisible();
    expect(screen.queryByRole('meter', { name: /used$/ })).toBeNull();
  });

  it('shows the API’s own words, code and hint when it refuses', async () => {
    const refusal = await apiError(403, {
      message: 'No cluster is configured',
      code: 'NotInKubernetes',
      hint: 'Configure organizationModels.clusters',
    });
    renderPage(async () => {
      throw refusal;
    });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('No cluster is configured');
    expect(alert).toHaveTextContent('NotInKubernetes');
    expect(alert).toHaveTextContent('Configure organizationModels.clusters');
  });

  it('asks a member of several organizations and then uses the answer', async () => {
    const refusal = await apiError(400, {
      message: 'Name an organization',
      code: 'InvalidRequest',
      details: { choices: ['group:default/acme', 'group:default/globex'] },
    });
    const getStatus = jest.fn<
      ReturnType<OrganizationModelsApi['getStatus']>,
      Parameters<OrganizationModelsApi['getStatus']>
    >(async options => {
      if (!options?.organization) {
        throw refusal;
      }
      return buildStatusAnswer();
    });
    renderPage(getStatus);

    await userEvent.click(
      await screen.findByRole('button', { name: /Organization/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'globex' }));

    expect(await screen.findByText('Ready')).toBeVisible();
    expect(screen.getByText('Organization: globex')).toBeVisible();
    expect(getStatus).toHaveBeenLastCalledWith(
      expect.objectContaining({ organization: 'group:default/globex' }),
    );
  });

  it('takes the organization from the URL', async () => {
    const getStatus = jest.fn(async () => buildStatusAnswer());
    renderPage(getStatus, '/?organization=group:default/acme');

    expect(await screen.findByText('Organization: acme')).toBeVisible();
    expect(getStatus).toHaveBeenCalledWith(
      expect.objectContaining({ organization: 'group:default/acme' }),
    );
  });
});
