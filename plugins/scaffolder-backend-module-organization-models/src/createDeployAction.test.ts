import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { OrganizationModelsService } from '@orgmodels/backstage-plugin-organization-models-node';
import { createDeployAction } from './createDeployAction';

const BODY = {
  name: 'qwen3-8b',
  model_type: 'chat',
  huggingface_id: 'Qwen/Qwen3-8B',
};

describe('organization-models:deploy', () => {
  const createModel = jest.fn();
  const action = createDeployAction({
    createModel,
  } as unknown as OrganizationModelsService);

  beforeEach(() => {
    createModel.mockReset().mockResolvedValue({
      id: 'mdl_1',
      organization_id: 'group:default/acme',
    });
  });

  it('deploys a model as the user of the template', async () => {
    const context = createMockActionContext({
      input: { model: BODY, organization: 'acme' },
      task: { id: 'task-1' },
    });
    await action.handler(context);
    expect(createModel).toHaveBeenCalledWith(
      BODY,
      expect.objectContaining({
        organization: 'acme',
        idempotencyKey: 'scaffolder-task-1-qwen3-8b',
        credentials: await context.getInitiatorCredentials(),
      }),
    );
    expect(context.output).toHaveBeenCalledWith('id', 'mdl_1');
    expect(context.output).toHaveBeenCalledWith(
      'entityRef',
      'resource:default/mdl_1',
    );
  });

  it('names every field that is wrong, and deploys nothing', async () => {
    const context = createMockActionContext({
      input: { model: { ...BODY, name: 'No!', gpu: 1 } },
    });
    await expect(action.handler(context)).rejects.toThrow(/name .*gpu /s);
    expect(createModel).not.toHaveBeenCalled();
  });

  it('deploys nothing in a dry run', async () => {
    const context = createMockActionContext({ input: { model: BODY } });
    await action.handler({ ...context, isDryRun: true });
    expect(createModel).not.toHaveBeenCalled();
  });
});
