import { z } from 'zod';
import type {} from 'zod-openapi';
import { modelSpec } from './modelSpec';
import { model } from './answers/modelView';

/**
 * Longer than any hash of a plan.
 *
 * @public
 */
export const LONGEST_PLAN_HASH = 128;

const planHash = z.string().max(LONGEST_PLAN_HASH).optional().meta({
  description:
    'Of a plan: the call fails when what it would do is another plan by now',
});

const onFailure = z.enum(['rollback']).nullable().optional().meta({
  description:
    'rollback: should this generation fail to start, the last one that ran becomes the current one again, once. It goes with this call alone',
});

/** What the body of POST may say: `null` is the same as nothing. */
export const modelCreation = toPatch(modelSpec, { suffix: 'Creation' })
  .extend({
    name: modelSpec.shape.name,
    model_type: modelSpec.shape.model_type,
    plan_hash: planHash,
    on_failure: onFailure,
  })
  .meta({ id: 'ModelCreation' });

const asShown = z.unknown().optional().meta({
  readOnly: true,
  description: 'As GET shows it: what was read can be edited and sent back',
});

/**
 * What the body of PUT may say: any part of a spec, `null` where a default is
 * to be restored, and whatever GET shows beside it.
 *
 * @remarks It describes; the server lays a body over the stored spec and
 * parses the whole by `modelSpec`.
 */
export const modelUpdate = toPatch(modelSpec, {
  suffix: 'Update',
  shown: model,
})
  .extend({
    plan_hash: planHash,
    on_failure: onFailure,
    restart: z.boolean().optional().meta({
      description:
        'Replaces the pods though nothing about them changed, for instance after a new token',
    }),
  })
  .meta({ id: 'ModelUpdate' });

/**
 * What the body of a refresh may say; it need not have one.
 *
 * @public
 */
export const refreshBody = z
  .strictObject({
    plan_hash: planHash,
    generation: z.int().positive().optional().meta({
      description: 'To which the refresh is held, as by `If-Match`',
    }),
  })
  .meta({ id: 'ModelRefresh' });

const yesOrNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .optional();

/** The query of a deletion, as it comes in a URL. @public */
export const deletionQuery = z
  .strictObject({
    dry_run: yesOrNo.meta({
      description: 'true: answers the plan and changes nothing',
    }),
    plan_hash: planHash,
    force: yesOrNo.meta({
      description:
        'true: forgets the model at once and leaves what its cluster has of it; for administrators of the portal',
    }),
  })
  .refine(({ dry_run, force }) => !(dry_run === 'true' && force === 'true'), {
    path: ['dry_run'],
    error: 'is not for force, which asks no cluster: leave one of them out',
  });

type PatchOptions = {
  /** Of the schema's id. */
  suffix: string;
  /** The same object as GET shows it. */
  shown?: unknown;
};

/** Every field may be left out or `null`, at every depth of objects. */
function toPatch(
  schema: z.ZodObject,
  { suffix, ...options }: PatchOptions,
): z.ZodObject {
  const shown =
    options.shown instanceof z.ZodObject ? options.shown : undefined;
  const fields = Object.entries(schema.shape).map(([field, child]) => {
    const patch = toPatchOfField(unwrap(child), {
      suffix,
      shown: unwrap(shown?.shape[field]),
    });
    return [field, patch.nullable().optional()];
  });
  const readOnly = Object.keys(shown?.shape ?? {})
    .filter(field => !Object.hasOwn(schema.shape, field))
    .map(field => [field, asShown]);
  const id = schema.meta()?.id;
  const patch = z.strictObject(Object.fromEntries([...fields, ...readOnly]));
  return id ? patch.meta({ id: `${id}${suffix}` }) : patch;
}

function toPatchOfField(field: unknown, options: PatchOptions): z.ZodType {
  if (field instanceof z.ZodObject) {
    return toPatch(field, options);
  }
  return field instanceof z.ZodRecord
    ? z
        .record(field.keyType, (field.valueType as z.ZodType).nullable())
        .meta(field.meta() ?? {})
    : (field as z.ZodType);
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
