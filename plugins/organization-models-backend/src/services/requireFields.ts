import { parseFields } from '@orgmodels/backstage-plugin-organization-models-common';
import type { z } from 'zod';
import { invalidRequest } from './errors';

/**
 * The fields of a body or a query, as their schema has them.
 *
 * @throws a refusal naming every one that is wrong
 */
export function requireFields<T extends z.ZodType>(
  schema: T,
  input: unknown,
): z.output<T> {
  const parsed = parseFields(schema, input);
  if (parsed.outcome === 'invalid') {
    throw invalidRequest(parsed.problems);
  }
  return parsed.value;
}
