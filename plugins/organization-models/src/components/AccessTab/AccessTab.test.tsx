import type { Key } from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel, minutesAgo } from '../../__testUtils__/buildModel';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import type { OrganizationModelsApi } from '../../api/organizationModelsApiRef';

const MODEL = buildModel();
const PATH = `/organization-models/models/${MODEL.id}?tab=access`;
const SECRET = ['om', 'shown', 'once'].join('_');

function buildKey(fields: Partial<Key> = {}): Key {
  return {
    id: 'key_1',
    name: 'Nightly tests',
    prefix: 'om_abc',
    models: null,
    expires_at: null,
    limits: {},
    created_by: 'user:default/acme-engineer',
    created_at: minutesAgo(99),
    last_used_at: null,
    ...fields,
  };
}

function renderAccess(methods: Partial<OrganizationModelsApi>) {
  renderPlugin(PATH, {
    getModel: async () => MODEL,
    getOpenAiUrl: async () => 'https://portal.test/openai/v1',
    listKeys: async () => ({ keys: [] }),
    getUsage: async () => ({
      from: '2026-10-01',
      to: '2026-10-31',
      usage: [],
      total: {
        requests: 0,
        errors: 0,
        prompt_tokens: 0,
        cached_tokens: 0,
        completion_tokens: 0,
      },
    }),
    ...methods,
  });
  return userEvent.setup();
}

describe('AccessTab', () => {
  it('shows how the model is called, and what it was used for', async () => {
    const counts = {
      requests: 1234,
      errors: 2,
      prompt_tokens: 5,
      cached_tokens: 1,
      completion_tokens: 7,
    };
    renderAccess({
      getUsage: async () => ({
        from: '2026-10-01',
        to: '2026-10-31',
        currency: 'EUR',
        usage: [{ model: MODEL.id, ...counts, gpu_hours: 1.5, cost: 3 }],
        total: counts,
      }),
    });
    expect(
      await screen.findByText(/curl https:\/\/portal\.test\/openai\/v1\/chat/),
    ).toBeInTheDocument();
    expect(await screen.findByText('1,234')).toBeInTheDocument();
    expect(screen.getByText('€3.00')).toBeInTheDocument();
  });

  it('lists the keys that open this model', async () => {
    renderAccess({
      listKeys: async () => ({
        keys: [
          buildKey(),
          buildKey({ id: 'key_2', name: 'Chatbot', models: [MODEL.id] }),
          buildKey({ id: 'key_3', name: 'Elsewhere', models: ['mdl_other'] }),
        ],
      }),
    });
    expect(
      await screen.findByRole('row', { name: /Nightly tests/ }),
    ).toHaveTextContent('All models');
    expect(screen.getByRole('row', { name: /Chatbot/ })).toHaveTextContent(
      '1 model',
    );
    expect(screen.queryByText('Elsewhere')).not.toBeInTheDocument();
  });

  it('shows the secret of a new key once', async () => {
    const createKey = jest.fn(async () => ({
      key: buildKey(),
      secret: SECRET,
    }));
    const user = renderAccess({ createKey });
    await user.click(await screen.findByRole('button', { name: 'New key' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Name'), 'Nightly tests');
    await user.click(
      within(dialog).getByRole('button', { name: 'Make the key' }),
    );
    expect(await within(dialog).findByText(SECRET)).toBeInTheDocument();
    expect(createKey).toHaveBeenCalledWith(
      {
        name: 'Nightly tests',
        models: [MODEL.id],
        expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
        limits: {},
      },
      expect.anything(),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));
    await waitFor(() =>
      expect(screen.queryByText(SECRET)).not.toBeInTheDocument(),
    );
  });

  it('shows what is wrong with a key at its field', async () => {
    const user = renderAccess({
      createKey: async () => {
        throw await apiError(400, {
          message: 'The body is not valid',
          code: 'InvalidRequest',
          details: [{ field: 'name', message: 'is taken' }],
        });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'New key' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Name'), 'x');
    await user.click(
      within(dialog).getByRole('button', { name: 'Make the key' }),
    );
    expect(await within(dialog).findByText('Is taken')).toBeInTheDocument();
  });

  it('revokes a key after asking once more', async () => {
    const deleteKey = jest.fn(async () => {});
    const user = renderAccess({
      listKeys: async () => ({ keys: [buildKey()] }),
      deleteKey,
    });
    await user.click(await screen.findByRole('button', { name: 'Revoke' }));
    expect(deleteKey).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Revoke key' }));
    await waitFor(() =>
      expect(deleteKey).toHaveBeenCalledWith('key_1', expect.anything()),
    );
  });
});
