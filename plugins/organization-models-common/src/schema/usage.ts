import { z } from 'zod';
import type {} from 'zod-openapi';

/** By what usage is added up. @public */
export const USAGE_GROUPS = ['day', 'model', 'key', 'user'] as const;

const day = z.iso
  .date({ error: 'must be a day such as 2026-11-28' })
  .max(10)
  .optional();

/** The query of `GET /usage`, as it comes in a URL. @public */
export const usageQuery = z.strictObject({
  from: day.meta({
    description: 'First day, of UTC; without it 30 days before `to`',
  }),
  to: day.meta({ description: 'Last day, included; without it today' }),
  group_by: z
    .enum(USAGE_GROUPS, {
      error: `must be one of ${USAGE_GROUPS.join(', ')}`,
    })
    .default('day'),
  format: z
    .enum(['json', 'csv'], { error: 'must be json or csv' })
    .default('json'),
});

const counts = {
  requests: z.int(),
  errors: z.int().meta({
    description: 'Of the requests: those that no engine answered well',
  }),
  prompt_tokens: z.int(),
  cached_tokens: z.int().meta({
    description: 'Of the prompt tokens, where the engine tells it',
  }),
  completion_tokens: z.int(),
  gpu_hours: z.number().optional().meta({
    description: 'Of pods, by day and by model only',
  }),
  gpu_hours_by_type: z.record(z.string(), z.number()).optional(),
  cost: z.number().optional().meta({
    description:
      'Of the GPU hours, where config has prices for all their types',
  }),
};

export const usageRow = z
  .object({
    day: z.string().optional(),
    model: z.string().optional().meta({ description: 'Its id' }),
    model_name: z.string().optional(),
    key: z.string().optional().meta({ description: 'Its id' }),
    key_name: z.string().optional(),
    user: z.string().optional(),
    ...counts,
  })
  .meta({ id: 'UsageRow' });

export const usageAnswer = z
  .object({
    from: z.string(),
    to: z.string(),
    currency: z.string().optional(),
    usage: z.array(usageRow),
    total: z.object(counts).meta({ id: 'UsageTotal' }),
  })
  .meta({ id: 'Usage' });
