import type {
  CallOptions,
  ListQuery,
  ModelList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel, minutesAgo } from '../../__testUtils__/buildModel';
import { buildPlan } from '../../__testUtils__/buildPlan';
import { renderPlugin } from '../../__testUtils__/renderPlugin';

const PATH = '/organization-models/models';

const MODELS = [
  buildModel(),
  buildModel({
    id: 'mdl_failed',
    name: 'mixtral',
    display_name: 'Mixtral',
    status: 'failed',
    status_reason: { code: 'ImagePullBackOff', message: 'No such image' },
    replicas: { desired: 2, ready: 0, available: 0, updated: 2 },
  }),
];

function listOf(models = MODELS): ModelList {
  return { models, total: models.length };
}

function fakeList(
  answer: (query: ListQuery) => ModelList | Promise<ModelList>,
) {
  return jest.fn(async (query: ListQuery = {}, _options?: CallOptions) =>
    answer(query),
  );
}

describe('ModelsPage', () => {
  it('shows each model with its status, the reason in words, and its size', async () => {
    renderPlugin(PATH, { listModels: fakeList(() => listOf()) });

    const row = await screen.findByRole('row', { name: /Mixtral/ });
    expect(row).toHaveTextContent('mixtral');
    expect(row).toHaveTextContent('Failed');
    expect(row).toHaveTextContent('No such image');
    expect(row).toHaveTextContent('1 per replica');
    expect(row).toHaveTextContent('0 of 2 ready');
    expect(row).toHaveTextContent('Chat');
    expect(screen.queryByText('Cost an hour')).not.toBeInTheDocument();
  });

  it('shows what models cost where prices are known', async () => {
    const cost = { currency: 'EUR', per_hour: 7.5 };
    renderPlugin(PATH, {
      listModels: fakeList(() => ({
        models: [buildModel({ name: 'priced', cost })],
        total: 1,
      })),
    });
    const row = await screen.findByRole('row', { name: /priced/ });
    expect(row).toHaveTextContent('€7.50');
    expect(screen.getByText('Cost an hour')).toBeInTheDocument();
  });

  it('marks what is older than it should be', async () => {
    const stale = { since: minutesAgo(5), message: 'No answer' };
    renderPlugin(PATH, {
      listModels: fakeList(() => ({
        models: [buildModel({ name: 'old', stale })],
        total: 1,
      })),
    });
    const row = await screen.findByRole('row', { name: /old/ });
    expect(row).toHaveTextContent('As it was known 5 minutes ago');
  });

  it('is where the page begins', async () => {
    renderPlugin('/organization-models', {
      listModels: fakeList(() => listOf()),
    });
    expect(
      await screen.findByRole('grid', { name: 'Models' }),
    ).toBeInTheDocument();
  });

  it('adopts what nobody manages, planned first', async () => {
    const workload = {
      name: 'by-hand',
      namespace: 'models',
      cluster: 'default',
      is_managed: false,
      kind: 'Deployment',
      status: 'running' as const,
      replicas: { desired: 1, ready: 1, available: 1, updated: 1 },
      created_at: '2026-01-01T00:00:00.000Z',
    };
    const place = { cluster: 'default', namespace: 'models', name: 'by-hand' };
    const planAdoption = jest.fn(async () => buildPlan());
    const adoptWorkload = jest.fn(async () => buildModel());
    renderPlugin(PATH, {
      listModels: fakeList(() => listOf()),
      listWorkloads: async () => ({
        models: [
          workload,
          { ...workload, name: 'fleet', kind: 'StormService' },
        ],
        total: 2,
      }),
      planAdoption,
      adoptWorkload,
    });
    const user = userEvent.setup();
    await user.click(
      await screen.findByRole('button', { name: 'Adopt by-hand' }),
    );
    expect(
      screen.queryByRole('button', { name: 'Adopt fleet' }),
    ).not.toBeInTheDocument();
    const dialog = await screen.findByRole('dialog');
    const apply = within(dialog).getByRole('button', { name: 'Do it' });
    await waitFor(() => expect(apply).toBeEnabled());
    await user.click(apply);
    await waitFor(() =>
      expect(adoptWorkload).toHaveBeenCalledWith(
        { ...place, plan_hash: 'hash-of-the-plan' },
        expect.anything(),
      ),
    );
    expect(planAdoption).toHaveBeenCalledWith(place, expect.anything());
  });

  it('asks the API for what is searched', async () => {
    const listModels = fakeList(({ q }) =>
      listOf(MODELS.filter(({ name }) => name.includes(q ?? ''))),
    );
    renderPlugin(PATH, { listModels });

    await userEvent.type(
      await screen.findByRole('searchbox', { name: 'Search models' }),
      'mix',
    );

    await waitFor(() =>
      expect(
        screen.queryByRole('row', { name: /Qwen3/ }),
      ).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('row', { name: /Mixtral/ })).toBeInTheDocument();
    expect(listModels).toHaveBeenLastCalledWith(
      expect.objectContaining({ q: 'mix' }),
      expect.anything(),
    );
  });

  it('asks the API for the chosen statuses', async () => {
    const listModels = fakeList(() => listOf());
    renderPlugin(PATH, { listModels });

    await userEvent.click(
      await screen.findByRole('button', { name: /Status/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'Failed' }));
    await userEvent.click(screen.getByRole('option', { name: 'Degraded' }));

    await waitFor(() =>
      expect(listModels).toHaveBeenLastCalledWith(
        expect.objectContaining({ status: ['degraded', 'failed'] }),
        expect.anything(),
      ),
    );
  });

  it('says that nothing matches, and lets go of the filters', async () => {
    renderPlugin(`${PATH}?q=nothing`, {
      listModels: fakeList(({ q }) => listOf(q ? [] : MODELS)),
    });

    expect(await screen.findByText('No model matches')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );

    expect(
      await screen.findByRole('row', { name: /Mixtral/ }),
    ).toBeInTheDocument();
  });

  it('leads from an empty list to the form', async () => {
    renderPlugin(PATH, { listModels: fakeList(() => listOf([])) });

    await userEvent.click(
      await screen.findByRole('link', { name: 'Deploy your first model' }),
    );
    expect(
      await screen.findByRole('form', { name: 'Deploy a model' }),
    ).toBeInTheDocument();
  });

  it('turns pages by cursor', async () => {
    renderPlugin(PATH, {
      listModels: fakeList(({ cursor }) =>
        cursor === 'second'
          ? { models: [MODELS[1]], total: 51 }
          : { models: [MODELS[0]], total: 51, next_cursor: 'second' },
      ),
    });

    await screen.findByRole('row', { name: /Qwen3/ });
    await userEvent.click(screen.getByRole('button', { name: /next/i }));
    await screen.findByRole('row', { name: /Mixtral/ });
    await userEvent.click(screen.getByRole('button', { name: /previous/i }));
    expect(
      await screen.findByRole('row', { name: /Qwen3/ }),
    ).toBeInTheDocument();
  });

  it('keeps the last known models when a refresh fails, and says so', async () => {
    const unavailable = await apiError(503, {
      message: 'The database cannot be reached',
      code: 'ClusterUnavailable',
    });
    let isDown = false;
    const { signal } = renderPlugin(PATH, {
      listModels: fakeList(() => {
        if (isDown) {
          throw unavailable;
        }
        return listOf();
      }),
    });
    await screen.findByRole('row', { name: /Mixtral/ });
    isDown = true;
    signal();

    expect(
      await screen.findByText(/this is what was known last/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The database cannot be reached'),
    ).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /Mixtral/ })).toBeInTheDocument();
  });

  it('looks again on a signal', async () => {
    let models = [MODELS[0]];
    const { signal } = renderPlugin(PATH, {
      listModels: fakeList(() => listOf(models)),
    });
    await screen.findByRole('row', { name: /Qwen3/ });
    models = MODELS;
    signal();

    expect(
      await screen.findByRole('row', { name: /Mixtral/ }),
    ).toBeInTheDocument();
  });

  it('keeps the organization in its links', async () => {
    const listModels = fakeList(() => listOf());
    renderPlugin(`${PATH}?organization=group:default/globex`, { listModels });

    const grid = await screen.findByRole('grid', { name: 'Models' });
    expect(listModels).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ organization: 'group:default/globex' }),
    );
    expect(
      screen.getByRole('link', { name: 'Deploy a model' }),
    ).toHaveAttribute(
      'href',
      `${PATH}/new?organization=group%3Adefault%2Fglobex`,
    );
    expect(within(grid).getByRole('row', { name: /Qwen3/ })).toHaveAttribute(
      'data-href',
      `${PATH}/mdl_8Kq2vZb1LxYt0PwR?organization=group%3Adefault%2Fglobex`,
    );
  });

  it('remembers the organization where a link does not name it', async () => {
    const refusal = await apiError(400, {
      message: 'Name one',
      details: { choices: ['group:default/acme', 'group:default/globex'] },
    });
    const listModels = jest.fn(async (_: unknown, options?: CallOptions) => {
      if (!options?.organization) {
        throw refusal;
      }
      return listOf();
    });
    const getStatus = jest.fn(() => new Promise<never>(() => {}));
    renderPlugin(PATH, { listModels, getStatus });

    await userEvent.click(
      await screen.findByRole('button', { name: /Organization/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'acme' }));
    await screen.findByRole('grid', { name: 'Models' });
    await userEvent.click(screen.getByRole('tab', { name: 'Cluster' }));

    await waitFor(() =>
      expect(getStatus).toHaveBeenLastCalledWith(
        expect.objectContaining({ organization: 'group:default/acme' }),
      ),
    );
  });
});
