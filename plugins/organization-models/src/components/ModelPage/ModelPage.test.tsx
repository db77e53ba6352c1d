import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel, minutesAgo } from '../../__testUtils__/buildModel';
import { buildPlan } from '../../__testUtils__/buildPlan';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import type { OrganizationModelsApi } from '../../api/organizationModelsApiRef';

const PATH = `/organization-models/models/${buildModel().id}`;

function renderPage(
  getModel: () => Promise<Model>,
  methods: Partial<OrganizationModelsApi> = {},
  path = PATH,
) {
  const getDiagnosis = async () => ({
    findings: [],
    timeline: [],
    earlier_starts: [],
  });
  return renderPlugin(path, { getModel, getDiagnosis, ...methods });
}

async function openMore(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
}

const notFound = () =>
  apiError(404, { message: 'There is no such model', code: 'ModelNotFound' });

const CREATED = {
  at: minutesAgo(9),
  kind: 'action' as const,
  code: 'Created',
  message: 'Created it',
};

describe('ModelPage', () => {
  it('shows the status, why it is so and what can be done', async () => {
    renderPage(async () =>
      buildModel({
        status: 'failed',
        status_reason: {
          code: 'ImagePullBackOff',
          message: 'The image cannot be pulled',
          hint: 'Check its tag',
        },
        replicas: { desired: 2, ready: 0, available: 0, updated: 2 },
      }),
    );

    expect(
      await screen.findByRole('heading', { name: 'Qwen3 8B' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Failed')).toBeInTheDocument();
    expect(screen.getByText('0 of 2 ready')).toBeInTheDocument();
    expect(screen.getByText('The image cannot be pulled')).toBeInTheDocument();
    expect(
      screen.getByText('Check its tag (ImagePullBackOff)'),
    ).toBeInTheDocument();
  });

  it('is named in the tab of the browser, and is the main part of the page', async () => {
    const display_name = 'Tried only here';
    renderPage(async () => buildModel({ display_name }));
    const main = await screen.findByRole('main');
    expect(
      await within(main).findByRole('heading', { name: display_name }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.title).toBe(`${display_name} | AI models | Backstage`),
    );
  });

  it('shows the conditions', async () => {
    renderPage(async () =>
      buildModel({
        conditions: [
          {
            type: 'Scheduled',
            status: 'Unknown',
            reason: 'ClusterUnreachable',
            message: 'Nobody could look',
            last_transition_time: minutesAgo(5),
          },
        ],
      }),
    );
    const row = await screen.findByRole('row', { name: /Scheduled/ });
    expect(row).toHaveTextContent(
      'ScheduledUnknownClusterUnreachableNobody could look5 minutes ago',
    );
  });

  it('copies the URLs under which the model answers', async () => {
    const user = userEvent.setup();
    renderPage(async () => buildModel());

    await screen.findByText('https://models.example.com/qwen3-8b');
    await user.click(
      screen.getByRole('button', { name: 'Copy the URL within the cluster' }),
    );
    expect(await screen.findByText('Copied')).toBeInTheDocument();
  });

  it.each([
    ['running', 'Stop', 'stopped'],
    ['stopped', 'Start', 'running'],
  ] as const)('turns a %s model by %s', async (desired_state, name, wanted) => {
    let model = buildModel({ desired_state });
    const updateModel = jest.fn(async () => {
      model = { ...model, desired_state: wanted, status: 'updating' };
      return model;
    });
    renderPage(async () => model, { updateModel });

    await userEvent.click(await screen.findByRole('button', { name }));

    expect(updateModel).toHaveBeenCalledWith(
      model.id,
      { desired_state: wanted },
      expect.anything(),
    );
    expect(await screen.findByText('Updating')).toBeInTheDocument();
  });

  it('says why a model could not be stopped', async () => {
    const refusal = await apiError(409, {
      message: 'The model is being deleted',
      code: 'ModelDeleting',
    });
    renderPage(async () => buildModel(), {
      updateModel: async () => {
        throw refusal;
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The model is being deleted',
    );
  });

  it('deletes after asking, shows the deleting and at last that it is gone', async () => {
    let model: Model | undefined = buildModel();
    const gone = await notFound();
    const deleteModel = jest.fn(async () => {
      model = buildModel({ status: 'deleting', status_reason: undefined });
    });
    const { signal } = renderPage(
      async () => {
        if (!model) {
          throw gone;
        }
        return model;
      },
      { deleteModel, listModels: async () => ({ models: [], total: 0 }) },
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Delete Qwen3 8B?',
    });
    expect(deleteModel).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete model' }),
    );

    expect(await screen.findByText('Deleting')).toBeInTheDocument();
    expect(deleteModel).toHaveBeenCalledTimes(1);
    expect(
      screen.queryByRole('button', { name: 'Delete' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Stop' }),
    ).not.toBeInTheDocument();

    model = undefined;
    signal();
    expect(await screen.findByText('Qwen3 8B was deleted')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('link', { name: 'To the models' }));
    expect(await screen.findByText('No models yet')).toBeInTheDocument();
  });

  it('deletes nothing when the user thinks better of it', async () => {
    const deleteModel = jest.fn();
    renderPage(async () => buildModel(), { deleteModel });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }),
    );

    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(deleteModel).not.toHaveBeenCalled();
  });

  it('keeps the dialog with the reason when deleting is refused', async () => {
    const refusal = await apiError(403, { message: 'You may not delete it' });
    renderPage(async () => buildModel(), {
      deleteModel: async () => {
        throw refusal;
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete model' }),
    );

    expect(
      await within(screen.getByRole('dialog')).findByRole('alert'),
    ).toHaveTextContent('You may not delete it');
  });

  it('says so when there is no such model', async () => {
    const gone = await notFound();
    renderPage(async () => {
      throw gone;
    });
    expect(
      await screen.findByText('There is no such model'),
    ).toBeInTheDocument();
  });

  it('shows pods with their reasons', async () => {
    renderPage(async () => buildModel(), {
      getPods: async () => ({
        pods: [
          {
            name: 'qwen3-8b-x2x7k',
            phase: 'Pending',
            ready: false,
            restarts: 4,
            created_at: minutesAgo(10),
            current: false,
            reason: { code: 'OOMKilled', message: 'Out of memory' },
          },
        ],
      }),
    });
    await userEvent.click(await screen.findByRole('tab', { name: 'Pods' }));

    const row = await screen.findByRole('row', { name: /qwen3-8b-x2x7k/ });
    expect(row).toHaveTextContent('Old');
    expect(row).toHaveTextContent('Pending');
    expect(row).toHaveTextContent('Out of memory(OOMKilled)');
  });

  it('shows the events', async () => {
    renderPage(
      async () => buildModel(),
      {
        getEvents: async () => ({
          events: [
            {
              type: 'Warning',
              reason: 'FailedScheduling',
              message: '0/6 nodes are available',
              object: 'Pod/qwen3-8b-x2x7k',
              count: 7,
              first_at: minutesAgo(30),
              last_at: minutesAgo(1),
            },
          ],
        }),
      },
      `${PATH}?tab=events`,
    );
    const row = await screen.findByRole('row', { name: /FailedScheduling/ });
    expect(row).toHaveTextContent('0/6 nodes are available');
    expect(row).toHaveTextContent('Pod/qwen3-8b-x2x7k');
  });

  it('goes back to an earlier generation, planned first', async () => {
    const planRollback = jest.fn(async () => buildPlan());
    const rollbackModel = jest.fn(async () => buildModel());
    renderPage(
      async () => buildModel({ generation: 3 }),
      {
        getHistory: async () => ({
          entries: [
            { ...CREATED, id: '3', code: 'Changed', generation: 3 },
            { ...CREATED, id: '1', generation: 1 },
          ],
        }),
        planRollback,
        rollbackModel,
      },
      `${PATH}?tab=history`,
    );
    const user = userEvent.setup();
    await user.click(
      await screen.findByRole('button', { name: 'Go back to generation 1' }),
    );
    expect(
      screen.queryByRole('button', { name: 'Go back to generation 3' }),
    ).not.toBeInTheDocument();
    const dialog = await screen.findByRole('dialog');
    const apply = within(dialog).getByRole('button', { name: 'Do it' });
    await waitFor(() => expect(apply).toBeEnabled());
    await user.click(apply);
    const { id } = buildModel();
    await waitFor(() =>
      expect(rollbackModel).toHaveBeenCalledWith(
        id,
        { generation: 1, plan_hash: 'hash-of-the-plan' },
        expect.anything(),
      ),
    );
    expect(planRollback).toHaveBeenCalledWith(id, 1, expect.anything());
  });

  it('changes a model, planned first, and says only what differs', async () => {
    const user = userEvent.setup();
    const planUpdate = jest.fn(async () => buildPlan());
    const updateModel = jest.fn(async () => buildModel());
    renderPage(async () => buildModel(), { planUpdate, updateModel });
    await user.click(await screen.findByRole('button', { name: 'Change' }));
    const plan = await screen.findByRole('button', {
      name: 'Show what it does',
    });
    expect(plan).toBeDisabled();
    const dialog = within(screen.getByRole('dialog'));
    await user.type(
      dialog.getByRole('textbox', { name: /Further arguments/ }),
      '--seed=1',
    );
    await user.type(
      dialog.getByLabelText(/New Hugging Face token/),
      'my-token',
    );
    await user.click(plan);
    const apply = await screen.findByRole('button', { name: 'Do it' });
    await waitFor(() => expect(apply).toBeEnabled());
    expect(screen.getByRole('dialog')).not.toHaveTextContent('my-token');
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await user.click(
      await screen.findByRole('button', { name: 'Show what it does' }),
    );
    const again = await screen.findByRole('button', { name: 'Do it' });
    await waitFor(() => expect(again).toBeEnabled());
    await user.click(again);
    const body = {
      deployment_config: {
        extra_args: ['--seed=1'],
        hugging_face_token: 'my-token',
      },
    };
    const { id } = buildModel();
    expect(planUpdate).toHaveBeenCalledWith(id, body, expect.anything());
    await waitFor(() =>
      expect(updateModel).toHaveBeenCalledWith(
        id,
        { ...body, plan_hash: 'hash-of-the-plan' },
        expect.anything(),
      ),
    );
  });

  it('hands a model back, planned first, and leaves it alone for a while', async () => {
    const releaseModel = jest.fn(async () => buildModel());
    const pauseHealing = jest.fn(async () => buildModel());
    renderPage(async () => buildModel(), {
      planRelease: async () => buildPlan(),
      releaseModel,
      pauseHealing,
    });
    const user = userEvent.setup();
    const choose = async (name: string) => {
      await user.click(
        await screen.findByRole('button', { name: 'More actions' }),
      );
      await user.click(await screen.findByRole('menuitem', { name }));
    };
    await choose('Leave alone for 2 hours');
    const { id } = buildModel();
    await waitFor(() =>
      expect(pauseHealing).toHaveBeenCalledWith(
        id,
        { for: '2h' },
        expect.anything(),
      ),
    );
    await choose('Release');
    const dialog = await screen.findByRole('dialog');
    const apply = within(dialog).getByRole('button', { name: 'Do it' });
    await waitFor(() => expect(apply).toBeEnabled());
    await user.click(apply);
    await waitFor(() =>
      expect(releaseModel).toHaveBeenCalledWith(
        id,
        { plan_hash: 'hash-of-the-plan' },
        expect.anything(),
      ),
    );
  });

  it('gives a model to another organization, where an administrator looks', async () => {
    const message = 'organization_id must be an organization';
    const planTransfer = jest.fn(async (_: string, target: string) => {
      if (target !== 'globex') {
        throw await apiError(400, { message, code: 'InvalidRequest' });
      }
      return buildPlan();
    });
    const transferModel = jest.fn(async () => buildModel());
    renderPage(async () => buildModel(), {
      getOrganizations: async () => ({ organizations: [], reads_all: true }),
      planTransfer,
      transferModel,
    });
    const user = userEvent.setup();
    await openMore(user);
    await user.click(
      await screen.findByRole('menuitem', {
        name: 'Give to another organization',
      }),
    );
    await user.keyboard('globe');
    await user.click(screen.getByRole('button', { name: 'Show what it does' }));
    expect(await screen.findByText(message)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Back' }));
    const target = await screen.findByRole('textbox', { name: /Organization/ });
    expect(target).toHaveValue('globe');
    await user.type(target, 'x');
    await user.click(screen.getByRole('button', { name: 'Show what it does' }));
    const apply = await screen.findByRole('button', { name: 'Do it' });
    await waitFor(() => expect(apply).toBeEnabled());
    const { id } = buildModel();
    expect(planTransfer).toHaveBeenCalledWith(id, 'globex', expect.anything());
    await user.click(apply);
    await waitFor(() =>
      expect(transferModel).toHaveBeenCalledWith(
        id,
        { organization_id: 'globex', plan_hash: 'hash-of-the-plan' },
        expect.anything(),
      ),
    );
  });

  it('lets nobody else give a model away', async () => {
    renderPage(async () => buildModel(), {
      getOrganizations: async () => ({ organizations: [], reads_all: false }),
    });
    await openMore(userEvent.setup());
    expect(
      await screen.findByRole('menuitem', { name: 'Release' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('menuitem', { name: 'Give to another organization' }),
    ).not.toBeInTheDocument();
  });

  it('says since when what it shows is old, and why', async () => {
    const message = 'The cluster does not answer';
    renderPage(async () =>
      buildModel({ stale: { since: minutesAgo(7), message } }),
    );
    expect(
      await screen.findByText('As it was known 7 minutes ago'),
    ).toBeInTheDocument();
    expect(screen.getByText(message)).toBeInTheDocument();
  });

  it('shows the history with what was changed by whom, page by page', async () => {
    renderPage(
      async () => buildModel(),
      {
        getHistory: async (_, page) =>
          page?.cursor === 'older'
            ? { entries: [{ ...CREATED, id: '1' }] }
            : {
                entries: [
                  {
                    id: '2',
                    at: minutesAgo(1),
                    kind: 'drift',
                    code: 'Healed',
                    message: 'Somebody changed the Deployment',
                    actor: 'kubectl-edit',
                    generation: 2,
                    changes: [
                      { path: 'spec.replicas', from: 1, to: 3 },
                      { path: 'status', from: 'running', to: 'running' },
                    ],
                  },
                ],
                next_cursor: 'older',
              },
      },
      `${PATH}?tab=history`,
    );
    const row = await screen.findByRole('row', { name: /Somebody/ });
    expect(row).toHaveTextContent('Drift');
    expect(row).toHaveTextContent('spec.replicas: 1 → 3');
    expect(row).not.toHaveTextContent('running');
    expect(row).toHaveTextContent('kubectl-edit');

    await userEvent.click(screen.getByRole('button', { name: 'Older' }));
    expect(
      await screen.findByRole('row', { name: /Created it/ }),
    ).toBeInTheDocument();
  });

  it('shows the manifests as YAML', async () => {
    renderPage(
      async () => buildModel(),
      {
        getManifests: async () => ({
          manifests: [
            { kind: 'Deployment', metadata: { name: 'qwen3-8b' } },
            { kind: 'Service' },
          ],
        }),
      },
      `${PATH}?tab=manifests`,
    );
    const region = await screen.findByRole('region', { name: 'Manifests' });
    expect(region.textContent).toBe(
      'kind: Deployment\nmetadata:\n  name: qwen3-8b\n---\nkind: Service\n',
    );
  });

  it('finds the catalog entity by the exact model id', async () => {
    const entity = (name: string, id: string) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name,
        annotations: { 'organization-models.backstage.io/model-id': id },
      },
    });
    const { id } = buildModel();
    renderPlugin(
      PATH,
      { getModel: async () => buildModel() },
      { entities: [entity('other', id.toLowerCase()), entity('mine', id)] },
    );
    expect(
      await screen.findByRole('link', { name: /mine/ }),
    ).toBeInTheDocument();
  });
});
