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

/** Whether a field, or an entry of a list, cannot be left out. */
export function isNeeded(schema: z.core.$ZodType, path: string[]): boolean {
  let parent: z.core.$ZodType | undefined = unwrap(schema);
  for (const step of path.slice(0, -1)) {
    parent = childOf(parent, step);
  }
  const name = path.at(-1) ?? '';
  return parent instanceof z.ZodObject && Object.hasOwn(parent.shape, name)
    ? !(parent.shape[name] instanceof z.ZodOptional)
    : parent instanceof z.ZodArray;
}

/** Paths of all fields within a schema's objects, lists apart. */
export function listPaths(schema: z.core.$ZodType): string[][] {
  const found = unwrap(schema);
  if (!(found instanceof z.ZodObject)) {
    return [];
  }
  return Object.entries(found.shape as Record<string, z.core.$ZodType>).flatMap(
    ([field, child]) => [
      [field],
      ...listPaths(child).map(path => [field, ...path]),
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
