import { z } from 'zod';
import { toFieldProblems } from '@orgmodels/backstage-plugin-organization-models-common';
import { invalidRequest } from '../services/errors';

const historyQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 500')
    .transform(Number)
    .pipe(
      z.int().min(1, 'must be from 1 to 500').max(500, 'must be from 1 to 500'),
    )
    .default(100),
  cursor: z
    .string()
    .regex(/^\d{1,19}$/, 'must be the next_cursor of a page')
    .optional(),
});

/** Reads the page that is asked for. */
export function parseHistoryQuery(query: unknown): {
  limit: number;
  before?: string;
} {
  const parsed = historyQuery.safeParse(query);
  if (!parsed.success) {
    throw invalidRequest(toFieldProblems(parsed.error, historyQuery));
  }
  return { limit: parsed.data.limit, before: parsed.data.cursor };
}
