import { z } from 'zod';

/**
 * What of an object is right, field by field; what is not is left out. With
 * it, rules over several fields can be asked although some field is wrong.
 */
export function keepValidFields(
  schema: z.core.$ZodType,
  input: unknown,
): unknown {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodObject) || !isObject(input)) {
    return z.safeParse(inner, input).data;
  }
  const shape: Record<string, z.core.$ZodType> = inner.shape;
  const kept = Object.entries(shape)
    .filter(([field]) => Object.hasOwn(input, field))
    .map(([field, child]) => [field, keepValidFields(child, input[field])]);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
