import { z } from 'zod';
import { modelSpec } from './modelSpec';
import { childOf } from './parsing/schemaFields';

/**
 * Whether a spec may have a field.
 *
 * @param path - of the field, from the spec inwards
 * @public
 */
export function isSpecField(path: string[]): boolean {
  let current: z.core.$ZodType | undefined = modelSpec;
  for (const step of path) {
    if (current instanceof z.ZodRecord) {
      return true;
    }
    current = childOf(current, step);
  }
  return current !== undefined;
}
