import { z } from 'zod';

const amounts = z.object({
  models: z.number().optional(),
  gpus: z.number().optional(),
  gpus_by_type: z.record(z.string(), z.number()).optional(),
  cpu: z.string().optional(),
  memory: z.string().optional(),
});

/** What an organization may use and what it uses; absent means unlimited. */
export const quotaLimits = z
  .object({
    organization_id: z.string(),
    hard: amounts,
    used: amounts,
    source: z.enum(['config', 'override', 'unlimited']),
  })
  .meta({ id: 'Quota' });
