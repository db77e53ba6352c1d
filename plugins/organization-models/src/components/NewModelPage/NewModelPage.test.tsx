import type {
  CallOptions,
  CreateBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel } from '../../__testUtils__/buildModel';
import { buildPlan } from '../../__testUtils__/buildPlan';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import type { OrganizationModelsApi } from '../../api/organizationModelsApiRef';

const PATH = '/organization-models/models/new';

const planModel = jest.fn(async (_: CreateBody, _options?: CallOptions) =>
  buildPlan(),
);
const createModel = jest.fn(
  async (_: CreateBody, _options?: CallOptions & { idempotencyKey?: string }) =>
    buildModel(),
);

function renderPage(methods: Partial<OrganizationModelsApi> = {}) {
  renderPlugin(PATH, {
    planModel,
    createModel,
    getModel: async () => buildModel(),
    ...methods,
  });
}

const field = (name: RegExp) => screen.findByRole('textbox', { name });

/** Appends at once: typing by the letter takes its time. */
async function enter(name: RegExp, text: string) {
  await userEvent.click(await field(name));
  await userEvent.paste(text);
}

const fillIn = (id = 'Qwen/Qwen3-8B') => enter(/Hugging Face id/, id);

async function deploy() {
  await userEvent.click(screen.getByRole('button', { name: 'Deploy' }));
}

describe('NewModelPage', () => {
  beforeEach(() => {
    planModel.mockReset().mockResolvedValue(buildPlan());
    createModel.mockReset().mockResolvedValue(buildModel());
  });

  it('suggests a name until the user writes one', async () => {
    renderPage();
    await fillIn('Qwen/Qwen3');
    expect(await field(/^Name/)).toHaveValue('qwen3');

    await enter(/^Name/, '-mine');
    await fillIn('-8B');
    expect(await field(/^Name/)).toHaveValue('qwen3-mine');
  });

  it('shows what would happen', async () => {
    planModel.mockResolvedValue(
      buildPlan({
        warnings: [{ code: 'Estimated', message: 'The memory is estimated' }],
      }),
    );
    renderPage();
    await fillIn();

    expect(await screen.findByText('There is room for it')).toBeInTheDocument();
    expect(screen.getByText('The memory is estimated')).toBeInTheDocument();
    expect(screen.getByRole('list', { name: 'Best nodes' })).toHaveTextContent(
      'gpu-h100-03 GPUs free',
    );
    const quota = screen.getByRole('list', { name: 'Quota' });
    expect(quota).toHaveTextContent(
      'GPUs4 used + 1 of 16Limits set by an administrator',
    );
    const meter = within(quota).getByRole('meter', {
      name: 'GPUs used with this model',
    });
    expect(meter).toHaveAttribute('aria-valuenow', '5');
    expect(meter).toHaveAttribute('aria-valuemax', '16');
    const objects = screen.getByRole('list', { name: 'Objects' });
    expect(within(objects).getAllByRole('listitem')[0]).toHaveTextContent(
      'Deployment qwen3-8bCreate',
    );
  });

  it('plans once the user stops typing, and only what can be sent', async () => {
    renderPage();
    await fillIn();
    await screen.findByText('There is room for it');

    expect(planModel).toHaveBeenCalledTimes(1);
    expect(planModel).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'qwen3-8b',
        huggingface_id: 'Qwen/Qwen3-8B',
        model_type: 'chat',
      }),
      expect.anything(),
    );
  });

  it('gives up a plan that is outdated', async () => {
    planModel.mockReturnValueOnce(new Promise(() => {}));
    renderPage();
    await fillIn();
    await waitFor(() => expect(planModel).toHaveBeenCalledTimes(1));
    const first = planModel.mock.calls[0][1]?.signal;
    expect(first?.aborted).toBe(false);

    await fillIn('-FP8');
    expect(first?.aborted).toBe(true);
    expect(await screen.findByText('There is room for it')).toBeInTheDocument();
  });

  it('tells a field’s problem at the field once the user has left it', async () => {
    renderPage();
    await enter(/Image/, 'Not An Image');
    expect(await field(/Image/)).toBeValid();
    await userEvent.tab();

    expect(await field(/Image/)).toBeInvalid();
    expect(await field(/Image/)).toHaveAccessibleDescription(
      /Must be an image reference such as/,
    );
    expect(planModel).not.toHaveBeenCalled();
  });

  it('sends nothing that is wrong, and takes the user to the first problem', async () => {
    renderPage();
    await field(/Hugging Face id/);
    await deploy();

    expect(await field(/Hugging Face id/)).toBeInvalid();
    expect(await field(/Hugging Face id/)).toHaveFocus();
    expect(await field(/^Name/)).toBeInvalid();
    expect(createModel).not.toHaveBeenCalled();
  });

  it('shows the API’s field problems at their fields', async () => {
    planModel.mockRejectedValue(
      await apiError(400, {
        message: 'The body is not valid',
        code: 'InvalidRequest',
        details: [
          {
            field: 'deployment_config.image',
            message: 'is not allowed: use images of registry.example.com',
          },
        ],
      }),
    );
    renderPage();
    await fillIn();

    await waitFor(async () => expect(await field(/Image/)).toBeInvalid());
    expect(await field(/Image/)).toHaveAccessibleDescription(
      /Is not allowed: use images of registry.example.com/,
    );
    // Once is enough
    expect(screen.getByRole('alert')).toHaveTextContent(
      'What is marked in the form has to change first.',
    );
    expect(screen.getByRole('alert')).not.toHaveTextContent('not allowed');
  });

  it('takes the user to the field that the API refuses, and tells what no field shows', async () => {
    const problem = (of: string) => ({ field: of, message: `${of} is wrong` });
    createModel.mockRejectedValue(
      await apiError(400, {
        message: 'The body is not valid',
        code: 'InvalidRequest',
        details: [
          problem('deployment_config.gpu_count'),
          problem('requirements.cpu'),
        ],
      }),
    );
    renderPage();
    await fillIn();
    await screen.findByText('There is room for it');
    await deploy();

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'requirements.cpu: Requirements.cpu is wrong',
    );
    expect(alert).not.toHaveTextContent('gpu_count');
    expect(
      await screen.findByRole('textbox', { name: /GPUs per replica/ }),
    ).toHaveFocus();
  });

  it('does not ask for more where something is wrong', async () => {
    renderPage();
    await enter(/Hugging Face id/, 'not a model');
    await userEvent.tab();
    const plan = await screen.findByRole('article', { name: 'Plan' });
    expect(plan).toHaveTextContent(
      'What is marked in the form has to change first.',
    );
  });

  it.each([
    [400, 'InsufficientClusterResources', '9 GPUs are wanted, 8 are there'],
    [403, 'MissingCrd', 'AIBrix is not installed'],
    [409, 'ModelNameTaken', 'The name is in use in this cluster'],
  ])(
    'tells in words why the API refuses (%s %s)',
    async (status, code, message) => {
      planModel.mockRejectedValue(
        await apiError(status, { message, code, details: { hint: 'Do this' } }),
      );
      renderPage();
      await fillIn();

      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent(message);
      expect(alert).toHaveTextContent(code);
      expect(alert).toHaveTextContent('Do this');
    },
  );

  it('deploys what the plan said and goes to the model', async () => {
    renderPage();
    await fillIn();
    await userEvent.click(screen.getByText('Scale with the load'));
    await enter(/Most replicas/, '4');
    await userEvent.tab();
    await waitFor(() =>
      expect(planModel).toHaveBeenLastCalledWith(
        expect.objectContaining({
          deployment_config: expect.objectContaining({
            enable_autoscaling: true,
            autoscaling_config: expect.objectContaining({ max_replicas: 4 }),
          }),
        }),
        expect.anything(),
      ),
    );
    await waitFor(() =>
      expect(screen.queryByText('Planning again …')).not.toBeInTheDocument(),
    );
    await deploy();

    expect(
      await screen.findByRole('heading', { name: 'Qwen3 8B' }),
    ).toBeInTheDocument();
    expect(createModel).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'qwen3-8b',
        plan_hash: 'hash-of-the-plan',
      }),
      expect.objectContaining({ idempotencyKey: expect.any(String) }),
    );
  });

  it('makes one model of a double click', async () => {
    let answer: () => void = () => {};
    createModel.mockReturnValue(
      new Promise(resolve => {
        answer = () => resolve(buildModel());
      }),
    );
    renderPage();
    await fillIn();
    await screen.findByText('There is room for it');
    await userEvent.dblClick(screen.getByRole('button', { name: 'Deploy' }));
    answer();
    await screen.findByRole('heading', { name: 'Qwen3 8B' });

    const keys = createModel.mock.calls.map(
      ([, options]) => options?.idempotencyKey,
    );
    expect(new Set(keys).size).toBe(1);
  });

  it('tries again under the same key, but not with another body', async () => {
    createModel.mockRejectedValue(
      await apiError(503, { message: 'The cluster cannot be reached' }),
    );
    renderPage();
    await fillIn();
    await screen.findByText('There is room for it');
    await deploy();
    await screen.findByText('The cluster cannot be reached');
    await deploy();
    await waitFor(() => expect(createModel).toHaveBeenCalledTimes(2));
    await screen.findByText('The cluster cannot be reached');
    await fillIn('-FP8');
    await deploy();
    await waitFor(() => expect(createModel).toHaveBeenCalledTimes(3));

    const [first, second, third] = createModel.mock.calls.map(
      ([, options]) => options?.idempotencyKey,
    );
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('plans again when the plan does not hold any more', async () => {
    createModel.mockRejectedValue(
      await apiError(409, {
        message: 'The plan does not hold any more',
        code: 'PlanOutdated',
      }),
    );
    renderPage();
    await fillIn();
    await screen.findByText('There is room for it');
    planModel.mockResolvedValue(
      buildPlan({
        fit: {
          ...buildPlan().fit,
          verdict: 'now',
          message: 'Somebody was quicker',
        },
      }),
    );
    await deploy();

    expect(await screen.findByText('Somebody was quicker')).toBeInTheDocument();
    expect(
      screen.getByText('The plan does not hold any more'),
    ).toBeInTheDocument();
  });

  it('sends the token and keeps it nowhere', async () => {
    renderPage();
    await fillIn();
    const token = await screen.findByLabelText(/Hugging Face token/);
    expect(token).toHaveAttribute('type', 'password');
    await userEvent.type(token, 'hf_secret');
    await waitFor(() => expect(planModel).toHaveBeenCalled());
    await deploy();
    await screen.findByRole('heading', { name: 'Qwen3 8B' });

    expect(createModel.mock.calls[0][0].deployment_config).toMatchObject({
      hugging_face_token: 'hf_secret',
    });
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toMatch(
      'hf_secret',
    );
    expect(document.body.innerHTML).not.toMatch('hf_secret');
  });
});
