import { z } from 'zod';
import { integer, memory, quantity } from './fields';

/** As many GPU types one organization's limits may name. */
const MOST_TYPES = 50;
const LARGEST_COUNT = 1_000_000;

const typeName = z
  .string()
  .max(63)
  .regex(/[A-Za-z0-9]/, 'must be a part of a GPU’s product name, such as H100');

const gpusByType = z
  .record(typeName, integer(0, LARGEST_COUNT))
  .superRefine((limits, context) => {
    const names = Object.keys(limits);
    if (names.length > MOST_TYPES) {
      context.addIssue({
        code: 'custom',
        message: `must name at most ${MOST_TYPES} types`,
      });
    }
    names.forEach((name, index) => {
      const same = names
        .slice(0, index)
        .find(other => spelling(other) === spelling(name));
      if (same) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `means the same as ${same}: name the type once`,
        });
      }
    });
  })
  .meta({
    maxProperties: MOST_TYPES,
    description:
      'GPUs by type; a type is compared as `gpu_type` is: case and separators do not matter',
    examples: [{ H100: 8 }],
  });

/** Limits as administrators write them, in config or by PUT. @public */
export const quotaHard = z
  .strictObject({
    models: integer(0, LARGEST_COUNT),
    gpus: integer(0, LARGEST_COUNT),
    gpus_by_type: gpusByType,
    cpu: quantity,
    memory,
  })
  .partial()
  .meta({ id: 'QuotaLimits' });

/** The body of `PUT /quota`. @public */
export const quotaUpdate = z
  .strictObject({
    hard: quotaHard.nullable().meta({
      description:
        'What holds from now on, whole: what is left out is unlimited, `{}` limits nothing. null takes the override back: config holds again',
    }),
  })
  .meta({ id: 'QuotaUpdate' });

const amounts = z.object({
  models: z.int().optional(),
  gpus: z.int().optional(),
  gpus_by_type: z.record(z.string(), z.int()).optional(),
  cpu: z.string().optional(),
  memory: z.string().optional(),
});

/** What an organization may use and what it uses; absent means unlimited. */
export const quotaLimits = z
  .object({
    organization_id: z.string(),
    hard: amounts,
    used: amounts.meta({
      description:
        'The most that its models may come to: replicas, or the maximum of an autoscaler, times what each requests. A stopped model counts as a model only',
    }),
    source: z.enum(['override', 'config', 'default', 'unlimited']).meta({
      description:
        'Where the limits come from: an administrator’s PUT, config for this organization, config for all, or nowhere',
    }),
  })
  .meta({ id: 'Quota' });

function spelling(name: string): string {
  return name.toLocaleLowerCase('en-US').replace(/[^a-z0-9]+/g, '');
}
