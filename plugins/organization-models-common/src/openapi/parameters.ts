import { z } from 'zod';
import type {} from 'zod-openapi';
import { MODEL_ID, ORGANIZATION_HEADER } from '../schema/identifiers';

const organization = z
  .string()
  .regex(ORGANIZATION_HEADER)
  .optional()
  .meta({
    description:
      'The organization for which the call is made: the ref or the bare name of a group. Needed by callers with several. `*` reads all, for administrators of the portal',
    examples: ['group:default/acme', 'acme'],
  });

/** The header of every call. */
export const callHeaders = z.object({ 'X-Organization': organization });

export const createHeaders = callHeaders.extend({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({
      description:
        'Makes a retry safe: for 24 hours the same key and body answer the same model. Ignored on a dry run',
    }),
});

export const updateHeaders = callHeaders.extend({
  'If-Match': z
    .string()
    .regex(/^("\d{1,9}"|\*)$/)
    .optional()
    .meta({
      description:
        'The `ETag` that was read: fails when the model has moved on',
    }),
});

export const dryRunQuery = z.object({
  dry_run: z.enum(['true', 'false']).optional().meta({
    description: 'true: answers the plan and changes nothing',
  }),
});

export const modelPath = z.object({
  id: z
    .string()
    .regex(MODEL_ID)
    .meta({ examples: ['mdl_8Kq2vZb1LxYt0PwR'] }),
});

export const generationPath = modelPath.extend({
  generation: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .meta({ examples: ['3'] }),
});

export const watchHeaders = callHeaders.extend({
  'Last-Event-ID': z.string().max(64).optional().meta({
    description: 'The id of the last event that was read',
  }),
});
