import { z } from 'zod';

const timestamp = z.string().meta({ format: 'date-time' });

const historyEntry = z
  .object({
    id: z.string(),
    at: timestamp,
    kind: z.enum(['action', 'status', 'drift']),
    code: z.string(),
    message: z.string(),
    actor: z.string().optional().meta({
      description: 'Entity ref of a user, or the subject of a service',
    }),
    via: z.string().optional().meta({
      description:
        'The service through which a user acted, such as plugin:mcp-actions',
    }),
    generation: z.int().optional(),
    changes: z
      .array(
        z.object({
          path: z.string(),
          from: z.unknown().optional(),
          to: z.unknown().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'HistoryEntry' });

export const history = z
  .object({
    entries: z.array(historyEntry),
    next_cursor: z.string().optional(),
  })
  .meta({ id: 'History' });

const pod = z
  .object({
    name: z.string(),
    phase: z.string(),
    ready: z.boolean(),
    restarts: z.int(),
    node: z.string().optional(),
    reason: z
      .object({
        code: z.string(),
        message: z.string(),
        hint: z.string().optional(),
      })
      .optional(),
    created_at: timestamp,
    current: z
      .boolean()
      .meta({ description: 'Of the newest generation of pods' }),
  })
  .meta({ id: 'Pod' });

export const pods = z
  .object({ pods: z.array(pod), observed_at: timestamp.optional() })
  .meta({ id: 'Pods' });

const event = z
  .object({
    type: z.string(),
    reason: z.string(),
    message: z.string(),
    object: z.string(),
    count: z.int(),
    first_at: timestamp,
    last_at: timestamp,
  })
  .meta({ id: 'Event' });

export const events = z
  .object({ events: z.array(event), observed_at: timestamp.optional() })
  .meta({ id: 'Events' });

const evidence = z
  .object({
    source: z.enum(['log', 'event', 'status', 'condition']),
    object: z.string().meta({ examples: ['Pod/qwen-7f7d5bb7f4-gxq6r'] }),
    time: timestamp.optional(),
    text: z.string(),
  })
  .meta({ id: 'Evidence' });

const finding = z
  .object({
    code: z.string().meta({ description: 'See docs/troubleshooting.md' }),
    severity: z.enum(['failure', 'waiting', 'warning', 'progress']),
    concern: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    evidence: z.array(evidence),
    fix: z
      .object({
        title: z.string(),
        body: z.record(z.string(), z.unknown()).meta({
          description: 'For PUT /{id}, best with dry_run=true first',
        }),
      })
      .optional(),
  })
  .meta({ id: 'Finding' });

const timelinePhase = z
  .object({
    phase: z.enum([
      'queued',
      'scheduled',
      'image_pulled',
      'engine_up',
      'weights',
      'compiled',
      'kv_cache',
      'ready',
    ]),
    state: z.enum(['done', 'current', 'pending']),
    at: timestamp.optional().meta({ description: 'When it was reached' }),
    seconds: z
      .number()
      .optional()
      .meta({ description: 'Since the phase before' }),
  })
  .meta({ id: 'TimelinePhase' });

export const diagnosis = z
  .object({
    findings: z.array(finding).meta({ description: 'The first one matters' }),
    timeline: z.array(timelinePhase).meta({
      description: 'Of the newest pod, as far as the cluster tells',
    }),
    observed_at: timestamp.optional(),
  })
  .meta({ id: 'Diagnosis' });

export const manifests = z
  .object({ manifests: z.array(z.record(z.string(), z.unknown())) })
  .meta({ id: 'Manifests' });
