import { z } from 'zod';
import type {} from 'zod-openapi';

const TAIL = 'must be a whole number from 0 to 10000';
const SINCE = 'must be a duration such as 10m, or a time of RFC 3339';
const NAME = 'must be a name of Kubernetes';

const yesOrNo = z.enum(['true', 'false']).optional();

/**
 * The query of a model's logs, as it comes in a URL.
 *
 * @public
 */
export const logQuery = z.strictObject({
  pod: z
    .string()
    .max(253, NAME)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, NAME)
    .optional()
    .meta({ description: 'One of its pods; all of them by default' }),
  container: z
    .string()
    .max(63, NAME)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, NAME)
    .optional()
    .meta({ description: 'One of its containers; all of them by default' }),
  previous: yesOrNo.meta({
    description: 'true: of the run that ended last, instead of the present one',
  }),
  tail_lines: z
    .string()
    .regex(/^\d{1,5}$/, TAIL)
    .transform(Number)
    .pipe(z.number().max(10_000, TAIL))
    .default(500)
    .meta({
      description: 'So many lines of the end of each container',
      override: { type: 'integer', minimum: 0, maximum: 10_000, default: 500 },
    }),
  since: z
    .string()
    .max(64, SINCE)
    .regex(
      /^((\d{1,9}(ms|s|m|h|d))+|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))$/,
      SINCE,
    )
    .optional()
    .meta({
      description: 'Not what is older than this duration, or time of RFC 3339',
      examples: ['10m', '1h30m', '2026-01-01T00:00:00Z'],
    }),
  timestamps: yesOrNo.meta({
    description: 'true: each line of plain text begins with its time',
  }),
  follow: yesOrNo.meta({
    description:
      'true: goes on with what is written, over restarts and new pods, until the client leaves',
  }),
});

export const logLine = z
  .object({
    time: z.string().optional().meta({
      format: 'date-time',
      description: 'UTC; not of every marker',
    }),
    pod: z.string(),
    container: z.string(),
    line: z.string(),
    marker: z
      .enum([
        'restarted',
        'newPod',
        'ended',
        'collected',
        'refused',
        'unreachable',
      ])
      .optional()
      .meta({
        description:
          'Not a line of the container: what became of it, or of its log',
      }),
  })
  .meta({ id: 'LogLine' });
