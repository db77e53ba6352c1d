import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { modelSpec } from './modelSpec';
import { FieldProblem, findSpecProblems } from './modelSpecRules';

/** A spec, or every problem that its fields have. */
export type ParsedModelSpec =
  | { outcome: 'valid'; spec: z.output<typeof modelSpec> }
  | { outcome: 'invalid'; problems: FieldProblem[] };

/**
 * Parses the spec of a model as people write it.
 *
 * @returns every problem at once, each with the path of its field in dots
 * @public
 */
export function parseModelSpec(body: unknown): ParsedModelSpec {
  const parsed = modelSpec.safeParse(body);
  if (!parsed.success) {
    return { outcome: 'invalid', problems: toFieldProblems(parsed.error, modelSpec) };
  }
  const problems = findSpecProblems(parsed.data);
  return problems.length > 0
    ? { outcome: 'invalid', problems }
    : { outcome: 'valid', spec: parsed.data };
}

/**
 * Turns zod's issues into field problems; an unknown field is named together
 * with the nearest known one.
 */
export function toFieldProblems(
  error: z.ZodError,
  schema: z.ZodType,
): FieldProblem[] {
  return error.issues.flatMap(issue => {
    const path = issue.path.map(String);
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => unknownField(path, key, schema))
      : { field: path.join('.') || 'body', message: sentence(issue) };
  });
}

function sentence(issue: z.core.$ZodIssue): string {
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  return missing ? 'is needed' : issue.message;
}

function unknownField(path: string[], key: string, schema: z.ZodType): FieldProblem {
  const nearest = nearestOf(key, knownFields(schema, path));
  return {
    field: [...path, key].join('.'),
    message: nearest ? `is not known: did you mean ${nearest}?` : 'is not known',
  };
}

function nearestOf(key: string, known: string[]): string | undefined {
  const ranked = known
    .map(field => ({ field, edits: distance(key.toLowerCase(), field) }))
    .sort((a, b) => a.edits - b.edits);
  return ranked.length > 0 && ranked[0].edits <= Math.max(2, key.length / 2)
    ? ranked[0].field
    : undefined;
}

function knownFields(schema: z.ZodType, path: string[]): string[] {
  let current: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    current = childOf(unwrap(current), step);
  }
  const found = unwrap(current);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function childOf(schema: z.core.$ZodType | undefined, step: string) {
  if (schema instanceof z.ZodObject) {
    return schema.shape[step] as z.core.$ZodType | undefined;
  }
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}
