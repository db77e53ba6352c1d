import { z } from 'zod';
import type {} from 'zod-openapi';
import { integer, line } from './fields';
import { KEY_ID, MODEL_ID } from './identifiers';

/** As many models one key may name. */
const MOST_MODELS = 100;
const LARGEST_LIMIT = 1_000_000_000_000;

const modelReference = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'must be the id or name of a model')
  .meta({ examples: ['mdl_8Kq2vZb1LxYt0PwR', 'qwen3-8b'] });

export const keyLimits = z
  .strictObject({
    requests_per_minute: integer(1, LARGEST_LIMIT),
    tokens_per_minute: integer(1, LARGEST_LIMIT),
    tokens_per_day: integer(1, LARGEST_LIMIT),
  })
  .partial()
  .meta({
    id: 'KeyLimits',
    description:
      'What is absent is unlimited. Tokens are those of prompts and answers; days are of UTC',
  });

/** The body of `POST /keys`. @public */
export const keyBody = z
  .strictObject({
    name: line(63).min(1, 'must say what the key is for'),
    models: z
      .array(modelReference)
      .min(1, 'must name a model; leave it out for all')
      .max(MOST_MODELS)
      .nullish()
      .meta({
        description:
          'Ids or names of models that the key opens. Without it: all of the organization, later ones too',
      }),
    expires_at: z.iso
      .datetime({
        offset: true,
        error: 'must be a time such as 2027-01-31T00:00:00Z',
      })
      .max(40)
      .nullish()
      .meta({ description: 'Without it the key does not expire' }),
    limits: keyLimits.nullish(),
  })
  .meta({ id: 'KeyBody' });

const time = z.string().meta({ format: 'date-time' });

export const apiKey = z
  .object({
    id: z.string().regex(KEY_ID),
    name: z.string(),
    prefix: z.string().meta({
      description: 'The beginning of the secret, by which a key is recognized',
    }),
    models: z
      .array(z.string().regex(MODEL_ID))
      .nullable()
      .meta({ description: 'Ids; null: all of the organization' }),
    expires_at: time.nullable(),
    limits: z.object({
      requests_per_minute: z.int().optional(),
      tokens_per_minute: z.int().optional(),
      tokens_per_day: z.int().optional(),
    }),
    created_by: z.string(),
    created_at: time,
    last_used_at: time
      .nullable()
      .meta({ description: 'Within some seconds; null: never' }),
  })
  .meta({ id: 'Key' });

export const createdKey = z
  .object({
    key: apiKey,
    secret: z.string().meta({
      description: 'For `Authorization: Bearer`. Shown once, and never again',
    }),
  })
  .meta({ id: 'CreatedKey' });

export const keyList = z
  .object({ keys: z.array(apiKey) })
  .meta({ id: 'KeyList' });

/** The path of one key. @public */
export const keyPath = z.object({
  key_id: z
    .string()
    .regex(KEY_ID)
    .meta({ examples: ['key_8Kq2vZb1LxYt0PwRabcd'] }),
});
