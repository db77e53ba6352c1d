import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseModelSpec } from '@orgmodels/backstage-plugin-organization-models-common';
import type { OrganizationModelsService } from '@orgmodels/backstage-plugin-organization-models-node';

/**
 * `organization-models:deploy`: deploys a model as the user of the template.
 *
 * @remarks The task's id is the idempotency key, so that a task which is taken
 * up again after a crash makes no second model.
 */
export function createDeployAction(models: OrganizationModelsService) {
  return createTemplateAction({
    id: 'organization-models:deploy',
    description: 'Deploys an AI model of the organization',
    supportsDryRun: true,
    examples: [
      {
        description: 'A chat model on one GPU',
        example: `steps:
  - id: deploy
    action: organization-models:deploy
    input:
      model:
        name: qwen3-8b
        model_type: chat
        huggingface_id: Qwen/Qwen3-8B
`,
      },
    ],
    schema: {
      input: {
        model: z =>
          z
            .record(z.unknown())
            .describe('The body of POST, as in the REST API'),
        organization: z =>
          z
            .string()
            .optional()
            .describe('Needed by members of several organizations'),
      },
      output: {
        id: z => z.string().describe('Id of the model'),
        entityRef: z => z.string().describe('Ref of its catalog entity'),
      },
    },
    async handler(ctx) {
      const { model: body, organization } = ctx.input;
      const parsed = parseModelSpec(body);
      if (parsed.outcome === 'invalid') {
        const problems = parsed.problems.map(
          ({ field, message }) => `${field} ${message}`,
        );
        throw new InputError(`The model is not valid: ${problems.join('; ')}`);
      }
      if (ctx.isDryRun) {
        return;
      }
      const model = await models.createModel(parsed.spec, {
        credentials: await ctx.getInitiatorCredentials(),
        organization,
        idempotencyKey: `scaffolder-${ctx.task.id}-${parsed.spec.name}`,
      });
      const { namespace } = parseEntityRef(model.organization_id);
      ctx.output('id', model.id);
      ctx.output('entityRef', `resource:${namespace}/${model.id}`);
    },
  });
}
