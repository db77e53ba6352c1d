import { z } from 'zod';

/**
 * Backstage's error body, with our code and details.
 *
 * @remarks `details` is a list of field problems for `InvalidRequest` and the
 * numbers of the refusal otherwise.
 */
export const errorAnswer = z
  .object({
    error: z.object({
      name: z.string(),
      message: z.string(),
      code: z.string().optional(),
      details: z.unknown().optional(),
    }),
    request: z.object({ method: z.string(), url: z.string() }).optional(),
    response: z.object({ statusCode: z.int() }),
  })
  .meta({ id: 'ErrorAnswer' });
