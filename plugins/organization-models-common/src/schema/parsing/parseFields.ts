import type { z } from 'zod';
import { explainIssue } from './explainIssue';
import { maskProblem } from './maskProblem';
import { type FieldProblem, toFieldProblems } from './toFieldProblems';

/**
 * What was parsed, or every problem that its fields have.
 *
 * @public
 */
export type ParsedFields<T> =
  | { outcome: 'valid'; value: T }
  | { outcome: 'invalid'; problems: FieldProblem[] };

/**
 * Parses an object of fields (a body, a query); the only way in which schemas
 * of this package are used on what people write.
 *
 * @returns every problem at once, each with the path of its field in dots
 * @public
 */
export function parseFields<T extends z.ZodType>(
  schema: T,
  input: unknown,
): ParsedFields<z.output<T>> {
  const parsed = schema.safeParse(input, { error: explainIssue });
  return parsed.success
    ? { outcome: 'valid', value: parsed.data }
    : {
        outcome: 'invalid',
        problems: toFieldProblems(parsed.error, { schema, input }).map(
          maskProblem,
        ),
      };
}
