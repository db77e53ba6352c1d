import { z } from 'zod';
import { model } from './modelView';

const change = z.object({
  path: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});

export const plannedObject = z
  .object({
    kind: z.string(),
    name: z.string(),
    action: z.enum(['create', 'update', 'unchanged', 'delete']),
    diff: z.array(change),
  })
  .meta({ id: 'PlannedObject' });

const nodeFit = z.object({
  node_name: z.string(),
  free_gpus: z.int(),
  reason: z.string().optional(),
});

export const fitAnswer = z
  .object({
    verdict: z.enum(['fits', 'now', 'never', 'unknown', 'skipped']),
    message: z.string(),
    wanted_replicas: z.int(),
    fitting_replicas: z.int(),
    best_nodes: z.array(nodeFit),
  })
  .meta({ id: 'Fit' });

export const quotaUse = z
  .object({
    resource: z.string().meta({
      examples: ['gpus', 'gpus_by_type.H100', 'requests.nvidia.com/gpu'],
    }),
    hard: z.string(),
    used: z.string().meta({ description: 'Without this model' }),
    wanted: z.string().meta({ description: 'By this model, in all' }),
    source: z.string().meta({
      description:
        'Where the limit comes from, as in the organization’s quota, or the ResourceQuota',
      examples: ['override', 'default', 'ResourceQuota models/gpus'],
    }),
  })
  .meta({ id: 'QuotaUse' });

export const warning = z
  .object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
  })
  .meta({ id: 'Warning' });

export const plannedCost = z
  .object({
    currency: z.string(),
    per_hour: z.object({
      least: z.number().meta({
        description:
          'Of the fewest replicas on the cheapest GPUs that would do',
      }),
      most: z.number().meta({
        description: 'Of the most replicas on the dearest GPUs that would do',
      }),
    }),
  })
  .meta({ id: 'PlannedCost' });

/** What the real call would do. */
export const plan = z
  .object({
    model,
    objects: z.array(plannedObject),
    restarts: z.object({ pods: z.int(), why: z.array(z.string()) }),
    fit: fitAnswer,
    quota: z.array(quotaUse),
    cost: plannedCost.optional().meta({
      description:
        'Where config has prices for all types of GPUs that would do',
    }),
    warnings: z.array(warning),
    plan_hash: z.string(),
  })
  .meta({ id: 'Plan' });
