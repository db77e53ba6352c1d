import type {
  CallOptions,
  OrganizationModelsClient,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { z as zod } from 'zod/v3';

/** The instance of zod that the registry hands out. */
export type Zod = typeof zod;

/** The REST API, called as the user for whom the action runs. */
export type ModelApi = {
  client: OrganizationModelsClient;
  options: CallOptions;
};

/** What an agent is told of an action before it chooses one. */
export type Effect = {
  readOnly?: boolean;
  destructive?: boolean;
  idempotent?: boolean;
};

/** One thing that an agent can do with models. */
export type ModelAction<Shape extends zod.ZodRawShape = zod.ZodRawShape> = {
  /** In kebab case, the verb first. */
  name: string;
  title: string;
  description: string;
  effect: Effect;
  input(z: Zod): Shape;
  run(
    input: zod.infer<zod.ZodObject<Shape>>,
    api: ModelApi,
  ): Promise<Record<string, unknown>>;
};

/** The field by which an action names a model. */
export function modelId(z: Zod) {
  return z.string().describe('Id of the model, mdl_…');
}

/** Lets the compiler find the types of an action's input. */
export function defineAction<Shape extends zod.ZodRawShape>(
  action: ModelAction<Shape>,
): ModelAction {
  return action as unknown as ModelAction;
}
