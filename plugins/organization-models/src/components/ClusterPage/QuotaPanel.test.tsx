import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildStatusAnswer } from '../../__testUtils__/buildClusterStatus';
import { fakeModelsApi } from '../../__testUtils__/fakeModelsApi';
import {
  type OrganizationModelsApi,
  organizationModelsApiRef,
} from '../../api/organizationModelsApiRef';
import { ClusterSubPage } from './ClusterSubPage';

const QUOTA: Quota = {
  organization_id: 'group:default/acme',
  hard: { gpus: 16, gpus_by_type: { H100: 8 } },
  used: { models: 3, gpus: 12, cpu: '24', memory: '256Gi' },
  source: 'override',
};

function renderQuota(options: {
  quota?: Quota;
  methods?: Partial<OrganizationModelsApi>;
  path?: string;
}) {
  const { quota = QUOTA, path = '/' } = options;
  const updateQuota = jest.fn(async () => quota);
  const getStatus = jest.fn(async () => buildStatusAnswer({ quota }));
  renderInTestApp(<ClusterSubPage />, {
    apis: [
      [
        organizationModelsApiRef,
        fakeModelsApi({ getStatus, updateQuota, ...options.methods }),
      ],
      mockApis.permission({ authorize: AuthorizeResult.ALLOW }),
    ],
    initialRouteEntries: [path],
  });
  return { updateQuota, getStatus };
}

async function openDialog() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Change limits' }),
  );
  return within(await screen.findByRole('dialog', { name: 'Limits of acme' }));
}

const save = () =>
  userEvent.click(screen.getByRole('button', { name: 'Save' }));

async function write(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  await userEvent.type(field, text);
}

describe('QuotaPanel', () => {
  it('sets what was filled in, whole, and looks again', async () => {
    const { updateQuota, getStatus } = renderQuota({});
    const dialog = await openDialog();
    expect(dialog.getByRole('textbox', { name: 'GPUs' })).toHaveValue('16');
    expect(dialog.getByText('12 used')).toBeVisible();

    await write(dialog.getByRole('textbox', { name: 'GPUs' }), '24');
    await write(dialog.getByRole('textbox', { name: 'Memory' }), '2Ti');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Add a limit for a GPU type' }),
    );
    await write(dialog.getAllByLabelText('GPU type')[1], 'L4');
    await write(dialog.getByRole('textbox', { name: 'GPUs of type L4' }), '2');
    const looks = getStatus.mock.calls.length;
    await save();

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(updateQuota).toHaveBeenCalledWith(
      { gpus: 24, gpus_by_type: { H100: 8, L4: 2 }, memory: '2Ti' },
      { organization: 'group:default/acme' },
    );
    await waitFor(() =>
      expect(getStatus.mock.calls.length).toBeGreaterThan(looks),
    );
  });

  it('takes a limit away that was emptied, and a type that was removed', async () => {
    const { updateQuota } = renderQuota({});
    const dialog = await openDialog();

    await userEvent.clear(dialog.getByRole('textbox', { name: 'GPUs' }));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Remove the limit for H100' }),
    );
    await save();

    await waitFor(() =>
      expect(updateQuota).toHaveBeenCalledWith({}, expect.anything()),
    );
  });

  it('says at the field what is wrong with it, and sends nothing', async () => {
    const { updateQuota } = renderQuota({});
    const dialog = await openDialog();
    const memory = dialog.getByRole('textbox', { name: 'Memory' });
    await write(memory, '16');
    await write(dialog.getByLabelText('GPU type'), ' ');
    await save();

    expect(memory).toBeInvalid();
    expect(memory).toHaveAccessibleDescription(/unit/);
    expect(dialog.getByLabelText('GPU type')).toHaveAccessibleDescription(
      /needed/,
    );
    expect(updateQuota).not.toHaveBeenCalled();

    await write(memory, '16Gi');
    expect(memory).toBeValid();
  });

  it('shows at the field what the API has against it', async () => {
    const refusal = await apiError(400, {
      message: 'The body is not valid',
      code: 'InvalidRequest',
      details: [{ field: 'hard.gpus', message: 'must be at most 1000' }],
    });
    renderQuota({
      methods: {
        updateQuota: async () => {
          throw refusal;
        },
      },
    });
    const dialog = await openDialog();
    await save();

    const gpus = dialog.getByRole('textbox', { name: 'GPUs' });
    await waitFor(() => expect(gpus).toBeInvalid());
    expect(gpus).toHaveAccessibleDescription(/at most 1000/);
    await waitFor(() => expect(gpus).toHaveFocus());
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'The body is not valid',
    );
  });

  it('goes back to the configured limits', async () => {
    const { updateQuota } = renderQuota({});
    const dialog = await openDialog();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Use the configured limits' }),
    );

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(updateQuota).toHaveBeenCalledWith(null, {
      organization: 'group:default/acme',
    });
  });

  it('has nothing to go back from where the configuration holds', async () => {
    renderQuota({ quota: { ...QUOTA, source: 'default' } });
    const dialog = await openDialog();
    expect(
      dialog.queryByRole('button', { name: 'Use the configured limits' }),
    ).toBeNull();
  });

  it('is all that an administrator sees of an organization of others', async () => {
    const refusal = await apiError(403, { message: 'Not yours' });
    const getQuota = jest.fn(async () => QUOTA);
    const { updateQuota } = renderQuota({
      methods: {
        getStatus: async () => {
          throw refusal;
        },
        getQuota,
      },
      path: '/?organization=group:default/acme',
    });
    await openDialog();
    await save();

    await waitFor(() => expect(updateQuota).toHaveBeenCalledTimes(1));
    expect(getQuota).toHaveBeenCalledWith(
      expect.objectContaining({ organization: 'group:default/acme' }),
    );
  });
});
