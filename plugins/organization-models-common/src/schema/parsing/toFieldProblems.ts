import { z } from 'zod';
import { printable } from './printable';
import { childOf, findPathsOf, knownFields } from './schemaFields';
import { nearestName } from '../../nearestName';

/**
 * A field's path in dots, and what is wrong with it.
 *
 * @public
 */
export type FieldProblem = { field: string; message: string };

/** Longer names are no misspelling of ours. */
const LONGEST_NAME = 64;
/** As many problems are told; the others are counted. */
const MOST_PROBLEMS = 100;
/** As many unknown fields of one object are named; the others are counted. */
const MOST_UNKNOWN = 20;

/**
 * Turns zod's issues into field problems; an unknown field is named together
 * with the nearest known one, or with the place where it belongs.
 *
 * @param parsed - the schema, and the input that it refused
 */
export function toFieldProblems(
  error: z.ZodError,
  parsed: { schema: z.ZodType; input: unknown },
): FieldProblem[] {
  const told = error.issues.slice(0, MOST_PROBLEMS);
  const others = error.issues.length - told.length;
  return [
    ...told.flatMap(issue => problemsOf(issue, parsed)),
    ...(others > 0
      ? [{ field: 'body', message: `has ${others} more problems` }]
      : []),
  ];
}

function problemsOf(
  issue: z.core.$ZodIssue,
  parsed: { schema: z.ZodType; input: unknown },
): FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return unknownFields(path, issue.keys, parsed.schema);
  }
  const field = path.map(printable).join('.') || 'body';
  return isMissing(parsed.input, path)
    ? [{ field, message: sayNeeded(parsed.schema, path) }]
    : [{ field, message: issue.message }];
}

function isMissing(input: unknown, path: string[]): boolean {
  let value = input;
  for (const step of path) {
    value = (value as Record<string, unknown> | undefined)?.[step];
  }
  return path.length > 0 && value === undefined;
}

function sayNeeded(schema: z.ZodType, path: string[]): string {
  let field: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    field = childOf(field, step);
  }
  return field instanceof z.ZodEnum
    ? `is needed: one of ${field.options.join(', ')}`
    : 'is needed';
}

function unknownFields(
  path: string[],
  keys: string[],
  schema: z.ZodType,
): FieldProblem[] {
  const named = keys
    .slice(0, MOST_UNKNOWN)
    .map(key => unknownField(path, key, schema));
  const others = keys.length - named.length;
  return others > 0
    ? [
        ...named,
        {
          field: path.join('.') || 'body',
          message: `has ${others} more fields that are not known`,
        },
      ]
    : named;
}

function unknownField(
  path: string[],
  key: string,
  schema: z.ZodType,
): FieldProblem {
  const suggestion = suggest(path, key, schema);
  return {
    field: [...path, key].map(printable).join('.'),
    message: suggestion
      ? `is not known: did you mean ${suggestion}?`
      : 'is not known',
  };
}

function suggest(
  path: string[],
  key: string,
  schema: z.ZodType,
): string | undefined {
  if (key.length > LONGEST_NAME) {
    return undefined;
  }
  const elsewhere = findPathsOf(key, schema);
  return elsewhere.length === 1
    ? elsewhere[0].join('.')
    : nearestName(key, knownFields(schema, path));
}
