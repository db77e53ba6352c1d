import { z } from 'zod';

/** The names of the fields that an object has at a path within a schema. */
export function knownFields(schema: z.core.$ZodType, path: string[]): string[] {
  let current: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    current = childOf(current, step);
  }
  const found = unwrap(current);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** The schema of a field, or of a list's entries. */
export function childOf(
  schema: z.core.$ZodType | undefined,
  step: string,
): z.core.$ZodType | undefined {
  const parent = unwrap(schema);
  if (parent instanceof z.ZodObject) {
    return unwrap(
      Object.hasOwn(parent.shape, step) ? parent.shape[step] : undefined,
    );
  }
  return parent instanceof z.ZodArray ? unwrap(parent.element) : undefined;
}

/** Where in a schema's objects, lists apart, a field of this name is. */
export function findPathsOf(name: string, schema: z.core.$ZodType): string[][] {
  const found = unwrap(schema);
  if (!(found instanceof z.ZodObject)) {
    return [];
  }
  return Object.entries(found.shape as Record<string, z.core.$ZodType>).flatMap(
    ([field, child]) => [
      ...(field === name ? [[field]] : []),
      ...findPathsOf(name, child).map(path => [field, ...path]),
    ],
  );
}

function unwrap(
  schema: z.core.$ZodType | undefined,
): z.core.$ZodType | undefined {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}
