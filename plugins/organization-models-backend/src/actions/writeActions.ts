import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { defineAction, modelId, type Zod } from './ModelAction';
import { specInput } from './specInput';

const PLAN_FIRST =
  'Needs the plan_hash of plan-model-change, shown to the user before: it fails when it would do anything else by now.';

const reads = { readOnly: true, destructive: false, idempotent: true };
const harmless = { destructive: false, idempotent: true };
const destructive = { destructive: true, idempotent: true };

const planChange = defineAction({
  name: 'plan-model-change',
  title: 'Plan a change of a model',
  description:
    'Says what a change would do, and does nothing: objects made, changed and deleted, pods that restart, whether GPUs and quota suffice, warnings. Its plan_hash is what the actions that change something ask for. Show the plan to the user first.',
  effect: reads,
  input: z => ({
    change: z.enum(['create', 'update', 'stop', 'start', 'rollback', 'delete']),
    id: modelId(z).optional().describe('For all but create'),
    spec: specInput(z)
      .optional()
      .describe('For create the whole, for update the fields that change'),
    generation: z.number().int().optional().describe('For rollback'),
  }),
  async run({ change, id = '', spec, generation = 0 }, { client, options }) {
    const plan = await {
      create: () => client.planModel(spec, options),
      update: () => client.planUpdate(id, spec ?? {}, options),
      stop: () => client.planUpdate(id, STOPPED, options),
      start: () => client.planUpdate(id, RUNNING, options),
      rollback: () => client.planRollback(id, generation, options),
      delete: () => client.planDeletion(id, options),
    }[change]();
    return { plan: toSummary(plan) };
  },
});

const createModel = defineAction({
  name: 'create-model',
  title: 'Create a model',
  description:
    'Deploys an AI model for the organization. Needed: name, model_type and, as a rule, huggingface_id. Use plan-model-change before.',
  effect: harmless,
  input: z => ({
    spec: specInput(z),
    plan_hash: planHash(z).optional(),
    idempotency_key: z
      .string()
      .describe('A new one for each model: calling again with it is harmless'),
  }),
  run: async (
    { spec, plan_hash, idempotency_key: idempotencyKey },
    { client, options },
  ) => ({
    model: await client.createModel(
      { ...spec, plan_hash },
      { ...options, idempotencyKey },
    ),
  }),
});

const updateModel = defineAction({
  name: 'update-model',
  title: 'Change a model',
  description: `Changes the fields of a model that are given; null restores a default. Pods may restart. ${PLAN_FIRST}`,
  effect: destructive,
  input: z => ({
    id: modelId(z),
    spec: specInput(z).describe('The fields that change'),
    plan_hash: planHash(z),
  }),
  run: async ({ id, spec, plan_hash }, { client, options }) => ({
    model: await client.updateModel(id, { ...spec, plan_hash }, options),
  }),
});

const stopModel = defineAction({
  name: 'stop-model',
  title: 'Stop a model',
  description: `Ends all replicas of a model, which frees its GPUs; what it is stays. ${PLAN_FIRST}`,
  effect: destructive,
  input: z => ({ id: modelId(z), plan_hash: planHash(z) }),
  run: async ({ id, plan_hash }, { client, options }) => ({
    model: await client.updateModel(id, { ...STOPPED, plan_hash }, options),
  }),
});

const startModel = defineAction({
  name: 'start-model',
  title: 'Start a model',
  description: 'Starts a model that is stopped.',
  effect: harmless,
  input: z => ({ id: modelId(z), plan_hash: planHash(z).optional() }),
  run: async ({ id, plan_hash }, { client, options }) => ({
    model: await client.updateModel(id, { ...RUNNING, plan_hash }, options),
  }),
});

const rollbackModel = defineAction({
  name: 'rollback-model',
  title: 'Roll a model back',
  description: `Makes an earlier generation of a model the current one again. ${PLAN_FIRST}`,
  effect: destructive,
  input: z => ({
    id: modelId(z),
    generation: z.number().int(),
    plan_hash: planHash(z),
  }),
  run: async ({ id, ...body }, { client, options }) => ({
    model: await client.rollbackModel(id, body, options),
  }),
});

const deleteModel = defineAction({
  name: 'delete-model',
  title: 'Delete a model',
  description: `Deletes a model with its volume and all that it has in the cluster. ${PLAN_FIRST}`,
  effect: destructive,
  input: z => ({ id: modelId(z), plan_hash: planHash(z) }),
  async run({ id, plan_hash }, { client, options }) {
    await client.deleteModel(id, { ...options, planHash: plan_hash });
    return { deleted: id };
  },
});

/** What an agent can change; what destroys is held to a plan. */
export const writeActions = [
  planChange,
  createModel,
  updateModel,
  stopModel,
  startModel,
  rollbackModel,
  deleteModel,
];

const STOPPED = { desired_state: 'stopped' };
const RUNNING = { desired_state: 'running' };

function planHash(z: Zod) {
  return z.string().min(1).describe('Of plan-model-change');
}

// Manifests are long, and their paths are what counts
function toSummary({ model, objects, ...plan }: Plan) {
  return {
    ...plan,
    model: { id: model.id, name: model.name, generation: model.generation },
    objects: objects.map(({ diff, ...object }) => ({
      ...object,
      changes: diff.map(({ path }) => path),
    })),
  };
}
