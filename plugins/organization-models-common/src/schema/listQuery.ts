import { z } from 'zod';
import type {} from 'zod-openapi';
import { line } from './fields';
import { MODEL_TYPES } from './modelSpec';
import { MODEL_STATUSES } from './answers/modelView';

/**
 * Fields by which lists of models are sorted.
 *
 * @public
 */
export const MODEL_SORT_FIELDS = [
  'created_at',
  'updated_at',
  'name',
  'display_name',
  'status',
] as const;

/** Beyond as many, query parsers make an object of a repeated parameter. */
const MOST_VALUES = 20;

/** A parameter that may be given several times. */
function several<T extends z.ZodType>(item: T) {
  const error = `must be given at most ${MOST_VALUES} times, each with one value`;
  return z.preprocess(
    value => (typeof value === 'string' ? [value] : value),
    z.array(item, { error }).max(MOST_VALUES, error).optional(),
  );
}

const LIMIT = 'must be a whole number from 1 to 500';

const limit = z
  .string()
  .regex(/^\d+$/, LIMIT)
  .transform(Number)
  .pipe(z.number().min(1, LIMIT).max(500, LIMIT))
  .default(100)
  .meta({
    description: 'Entries of a page',
    override: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
  });

const sort = z
  .enum(
    MODEL_SORT_FIELDS.flatMap(field => [field, `-${field}` as const]),
    {
      error: `must be one of ${MODEL_SORT_FIELDS.join(
        ', ',
      )}, with - before it for the other way round`,
    },
  )
  .default('-created_at')
  .meta({
    description: 'With - before it: the largest first. The id breaks ties',
  });

/**
 * The query of a list of models, as it comes in a URL.
 *
 * @public
 */
export const listQuery = z.strictObject({
  model_type: several(z.enum(MODEL_TYPES)).meta({
    description: 'One of these',
  }),
  status: several(z.enum(MODEL_STATUSES)).meta({ description: 'One of these' }),
  is_public: z.enum(['true', 'false']).optional(),
  tag: several(line(63)).meta({ description: 'All of these' }),
  created_by: several(line(512)).meta({
    description: 'Refs of users, or subjects of services: one of these',
    examples: [['user:default/acme-engineer']],
  }),
  q: line(200).optional().meta({
    description:
      'A part of the name, display name, description, Hugging Face id or a tag, in any case',
  }),
  sort,
  limit,
  cursor: z
    .string()
    .max(2048)
    .regex(/^[\w-]+$/, 'must be the next_cursor of a page')
    .optional()
    .meta({
      description:
        'The `next_cursor` of the page before, of the same filters and order',
    }),
});

const GENERATION = 'must be the number of a generation';
const TIME = 'must be a time such as 2026-01-31T12:00:00Z';

const time = z.iso.datetime({ offset: true, error: TIME }).max(40, TIME);

/**
 * The query of one generation of a model.
 *
 * @public
 */
export const generationQuery = z.strictObject({
  against: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, GENERATION)
    .optional()
    .meta({
      description:
        'The generation to which it is compared; without it, the one before',
    }),
});

/** What a GET may wait for. @public */
export const WAITED_FOR = ['running', 'stopped', 'deleted'] as const;

/** The longest that a GET waits, in seconds. */
const LONGEST_WAIT_SECONDS = 3_600;
const TIMEOUT = `must be from 1s to ${LONGEST_WAIT_SECONDS}s, such as 300s or 5m`;

/**
 * The query of a GET that waits.
 *
 * @public
 */
export const waitQuery = z.strictObject({
  wait_for: z.enum(WAITED_FOR).optional().meta({
    description:
      'Answers when the newest generation is so, or cannot become it by itself',
  }),
  timeout: z
    .string()
    .regex(/^\d{1,4}[sm]?$/, TIMEOUT)
    .transform(text => parseInt(text, 10) * (text.endsWith('m') ? 60 : 1))
    .pipe(z.number().min(1, TIMEOUT).max(LONGEST_WAIT_SECONDS, TIMEOUT))
    .optional()
    .meta({
      description: 'Of the waiting, in seconds or with a unit; 300s without it',
      override: { type: 'string', pattern: '^\\d{1,4}[sm]?$' },
    }),
});

/**
 * The query of a model's history, as it comes in a URL.
 *
 * @public
 */
export const historyQuery = z.strictObject({
  kind: several(z.enum(['action', 'status', 'drift'])).meta({
    description: 'One of these',
  }),
  code: several(line(120)).meta({
    description: 'One of these',
    examples: [['RolledBack']],
  }),
  actor: several(line(512)).meta({
    description: 'Refs of users, or subjects of services: one of these',
  }),
  generation: several(z.string().regex(/^\d{1,9}$/, GENERATION)).meta({
    description: 'One of these',
  }),
  since: time.optional().meta({ description: 'From this time on' }),
  until: time.optional().meta({ description: 'Before this time' }),
  limit,
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the next_cursor of a page')
    .optional()
    .meta({ description: 'The `next_cursor` of the page before' }),
});
