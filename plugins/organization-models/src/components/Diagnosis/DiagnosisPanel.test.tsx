import type {
  Diagnosis,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel } from '../../__testUtils__/buildModel';
import { buildPlan } from '../../__testUtils__/buildPlan';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import type { OrganizationModelsApi } from '../../api/organizationModelsApiRef';

const FIX = {
  title: 'Use a context of 32,640 tokens',
  body: { deployment_config: { max_model_len: 32640 } },
};

const FINDING: Diagnosis['findings'][number] = {
  code: 'KvCacheTooSmall',
  severity: 'failure',
  concern: 'engine',
  message: 'The KV cache has no room for the context',
  hint: 'Ask for a shorter context',
  evidence: [
    {
      source: 'log',
      object: 'Pod/qwen3-8b-x',
      text: 'the estimated maximum model length is 32640',
    },
  ],
  fix: FIX,
};

function renderOverview(
  diagnosis: Diagnosis,
  methods: Partial<OrganizationModelsApi> = {},
  model: Partial<Model> = { status: 'failed' },
) {
  renderPlugin(`/organization-models/models/${buildModel().id}`, {
    getModel: async () => buildModel(model),
    getDiagnosis: async () => diagnosis,
    ...methods,
  });
  return userEvent.setup();
}

const AT = '2026-01-05T09:00:00.000Z';

describe('DiagnosisPanel', () => {
  it('shows a finding with its proof, and how far the start is', async () => {
    renderOverview({
      findings: [FINDING],
      timeline: [
        { phase: 'scheduled', state: 'done', started_at: AT, seconds: 2.34 },
        { phase: 'weights', state: 'done', started_at: AT, seconds: 95 },
        { phase: 'compiled', state: 'current', started_at: AT },
      ],
      earlier_starts: [
        {
          generation: 2,
          ready_at: AT,
          seconds: 50,
          phases: [{ phase: 'weights', seconds: 42 }],
        },
      ],
    });
    expect(
      await screen.findByText('The KV cache has no room for the context'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('the estimated maximum model length is 32640'),
    ).toBeInTheDocument();
    const steps = within(
      screen.getByRole('list', { name: 'How far the start is' }),
    ).getAllByRole('listitem');
    expect(steps.map(({ textContent }) => textContent)).toEqual([
      'Queued',
      'Scheduled2.3s',
      'Image pulled',
      'Engine up',
      expect.stringMatching(
        /^Weights loaded1\s?m.*35\s?sgeneration 2: 42\s?s$/,
      ),
      'Compiled',
      'KV cache',
      'Ready',
    ]);
    expect(steps[5]).toHaveAttribute('aria-current', 'step');
  });

  it('plans a fix, and holds it to the plan that was shown', async () => {
    const planUpdate = jest.fn(async () =>
      buildPlan({ restarts: { pods: 1, why: [] } }),
    );
    const updateModel = jest.fn(async () => buildModel());
    const user = renderOverview(
      { findings: [FINDING], timeline: [], earlier_starts: [] },
      { planUpdate, updateModel },
    );
    await user.click(await screen.findByRole('button', { name: 'Mend it' }));
    const dialog = await screen.findByRole('dialog', { name: FIX.title });
    expect(
      await within(dialog).findByText('1 pod is started anew.'),
    ).toBeInTheDocument();
    expect(updateModel).not.toHaveBeenCalled();
    await user.click(within(dialog).getByRole('button', { name: 'Do it' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    const { id } = buildModel();
    expect(planUpdate).toHaveBeenCalledTimes(1);
    expect(planUpdate).toHaveBeenCalledWith(id, FIX.body, expect.anything());
    expect(updateModel).toHaveBeenCalledWith(
      id,
      { ...FIX.body, plan_hash: 'hash-of-the-plan' },
      expect.anything(),
    );
  });

  it('shows why a fix is refused, and does not offer to do it', async () => {
    const user = renderOverview(
      { findings: [FINDING], timeline: [], earlier_starts: [] },
      {
        planUpdate: async () => {
          throw await apiError(400, {
            message: 'No GPU is free',
            code: 'InsufficientClusterResources',
          });
        },
      },
    );
    await user.click(await screen.findByRole('button', { name: 'Mend it' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('No GPU is free')).toBeVisible();
    expect(
      within(dialog).getByRole('button', { name: 'Do it' }),
    ).toBeDisabled();
  });

  describe('of a model that runs', () => {
    const STARTED: Diagnosis = {
      findings: [],
      timeline: [
        {
          phase: 'queued',
          state: 'done',
          started_at: AT,
          ended_at: AT,
          seconds: 0,
          until_ready_seconds: { median: 240, p90: 300 },
        },
        {
          phase: 'weights',
          state: 'done',
          started_at: AT,
          seconds: 95,
          expected_seconds: { median: 42, p90: 50 },
        },
        {
          phase: 'ready',
          state: 'done',
          started_at: AT,
          ended_at: '2026-01-05T09:05:05.000Z',
          seconds: 210,
        },
      ],
      earlier_starts: [],
    };
    const render = (diagnosis: Partial<Diagnosis> = {}) =>
      renderOverview(
        { ...STARTED, ...diagnosis },
        {},
        {
          status: 'running',
        },
      );

    it('tells in a line how it started, and the rest when asked', async () => {
      const user = render();
      const line = await screen.findByText(
        /^Ready 5\s?m.* 5\s?s after it was started, usually 4\s?m$/,
      );
      const timeline = screen.getByRole('list', {
        name: 'How far the start is',
        hidden: true,
      });
      expect(timeline).not.toBeVisible();
      await user.click(line);
      expect(timeline).toBeVisible();
      expect(
        within(timeline).getByText('Weights loaded').closest('li'),
      ).toHaveTextContent(/^Weights loaded1\s?m.*35\s?susually 42\s?s$/);
    });

    it('shows what is to be minded though it runs', async () => {
      render({ findings: [FINDING] });
      expect(await screen.findByText(FINDING.message)).toBeVisible();
    });

    it('tells nothing of a start that nobody saw', async () => {
      render({ timeline: [] });
      await screen.findByText('Specification');
      expect(screen.queryByText(/after it was started/)).toBeNull();
      expect(screen.queryByText('Diagnosis')).toBeNull();
    });
  });

  it('asks nothing about a model that is stopped', async () => {
    const getDiagnosis = jest.fn();
    renderOverview(
      { findings: [], timeline: [], earlier_starts: [] },
      { getDiagnosis },
      { status: 'stopped' },
    );
    await screen.findByText('Specification');
    expect(getDiagnosis).not.toHaveBeenCalled();
  });
});
