import { z } from 'zod';
import {
  condition,
  MODEL_STATUSES,
  replicaCounts,
  statusReason,
} from './modelView';

const SEVERITIES = ['failure', 'waiting', 'warning', 'progress'] as const;

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

/** A generation, as it was accepted, and what it differs in from another. */
export const generation = z
  .object({
    generation: z.int(),
    created_at: timestamp,
    created_by: z.string().meta({ description: 'Who asked for it' }),
    is_current: z.boolean(),
    spec: z.record(z.string(), z.unknown()).meta({
      description:
        'As GET showed it: what was asked, and what was filled in for the rest',
    }),
    against: z.int().optional().meta({
      description: 'The generation that it is compared to; the first has none',
    }),
    changes: z.array(
      z.object({
        path: z.string(),
        from: z.unknown().optional(),
        to: z.unknown().optional(),
      }),
    ),
  })
  .meta({ id: 'Generation' });

/** What forgetting a model by force leaves behind. */
export const forgotten = z
  .object({
    id: z.string(),
    name: z.string(),
    cluster: z.string(),
    namespace: z.string(),
    label_selector: z.string().meta({
      description: 'Finds what of the model is in the cluster still',
    }),
    message: z.string(),
  })
  .meta({ id: 'ForgottenModel' });

/** The body of a rollback. @public */
export const rollbackBody = z
  .strictObject({
    generation: z
      .int('must be the number of a generation')
      .min(1, 'must be the number of a generation')
      .meta({ description: 'The one that is to be again' }),
    plan_hash: z.string().max(128).optional().meta({
      description:
        'Of a plan: the call fails when what it would do is another plan by now',
    }),
  })
  .meta({ id: 'Rollback' });

const briefFinding = z
  .object({
    code: z.string().meta({ description: 'See docs/troubleshooting.md' }),
    severity: z.enum(SEVERITIES),
    message: z.string(),
  })
  .meta({ id: 'BriefFinding' });

/** What a watch tells each time that something about a model changed. */
export const modelState = z
  .object({
    id: z.string(),
    generation: z.int(),
    observed_generation: z.int(),
    status: z.enum(MODEL_STATUSES),
    status_reason: statusReason.optional(),
    replicas: replicaCounts,
    conditions: z.array(condition),
    findings: z.array(briefFinding).optional().meta({
      description:
        'What is the matter, the first one matters; GET /{id}/diagnosis has proof and fix. Of models of others it is not told',
    }),
    updated_at: timestamp,
  })
  .meta({ id: 'ModelState' });

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
    severity: z.enum(SEVERITIES),
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

const expected = z
  .object({ median: z.number(), p90: z.number() })
  .meta({ id: 'ExpectedSeconds' });

/**
 * What a pod goes through until its model answers, in this order.
 *
 * @public
 */
export const START_PHASES = [
  'queued',
  'scheduled',
  'image_pulled',
  'downloaded',
  'engine_up',
  'weights',
  'compiled',
  'kv_cache',
  'ready',
  'answered',
] as const;

const timelinePhase = z
  .object({
    phase: z.enum(START_PHASES),
    state: z.enum(['done', 'current']),
    started_at: timestamp.meta({
      description: 'The end of the last phase before whose end is known',
    }),
    ended_at: timestamp.optional().meta({
      description:
        'When what it is named after was reached, where that is known',
    }),
    seconds: z.number().optional().meta({
      description:
        'From its start to its end; of `answered`, to the first token',
    }),
    message: z
      .string()
      .optional()
      .meta({ description: 'How far it is, where that is known' }),
    expected_seconds: expected.optional().meta({
      description:
        'How long it took in earlier starts of the same model, else of the same image, on such nodes',
    }),
    until_ready_seconds: expected.optional().meta({
      description:
        'Of the first phase and of the current one: how long it took then from its start until ready',
    }),
  })
  .meta({ id: 'TimelinePhase' });

const earlierStart = z
  .object({
    generation: z.int(),
    ready_at: timestamp,
    seconds: z.number().meta({
      description: 'From the creation of its pod until it was ready',
    }),
    phases: z
      .array(z.object({ phase: z.enum(START_PHASES), seconds: z.number() }))
      .meta({ description: 'Those of which it is known, in their order' }),
  })
  .meta({ id: 'EarlierStart' });

export const diagnosis = z
  .object({
    findings: z.array(finding).meta({ description: 'The first one matters' }),
    timeline: z.array(timelinePhase).meta({
      description:
        'Of the newest pod, as far as the cluster tells, up to the phase it is in',
    }),
    earlier_starts: z.array(earlierStart).meta({
      description:
        'How generations before this one got ready, to compare with: the last start of each, the newest generation first',
    }),
    observed_at: timestamp.optional(),
  })
  .meta({ id: 'Diagnosis' });

export const manifests = z
  .object({ manifests: z.array(z.record(z.string(), z.unknown())) })
  .meta({ id: 'Manifests' });
