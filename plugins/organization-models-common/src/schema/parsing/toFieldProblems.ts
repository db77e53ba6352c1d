import { z } from 'zod';
import { printable } from './printable';
import { childOf, isNeeded, knownFields, listPaths } from './schemaFields';
import { nearestName, nearestNames } from '../../nearestName';

/**
 * A field's path in dots, and what is wrong with it.
 *
 * @public
 */
export type FieldProblem = { field: string; message: string };

/** Longer names are no misspelling of ours. */
const LONGEST_NAME = 64;
/** So many letters of a name may hold one slip of the pen. */
const SLIP = 8;
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
    : [{ field, message: withoutDefault(issue.message, path, parsed.schema) }];
}

// what is needed cannot be left out
function withoutDefault(
  message: string,
  path: string[],
  schema: z.ZodType,
): string {
  return isNeeded(schema, path)
    ? message.replace(/: leave it out for the default$/, '')
    : message;
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
  const here = knownFields(schema, path);
  // what an entry of a list lacks is not found outside of it
  const everywhere = path.some(step => /^\d+$/.test(step))
    ? []
    : listPaths(schema);
  const same = everywhere.filter(other => other.at(-1) === key);
  if (same.length === 1) {
    return same[0].join('.');
  }
  return (
    nearestName(key, here, Math.floor(key.length / SLIP)) ??
    slippedElsewhere(key, everywhere) ??
    nearestName(key, here) ??
    completed(key, here)
  );
}

function slippedElsewhere(
  key: string,
  everywhere: string[][],
): string | undefined {
  const names = new Set(everywhere.map(path => path.at(-1)!));
  const near = nearestNames(key, [...names], Math.floor(key.length / SLIP));
  const paths = everywhere.filter(path => near.includes(path.at(-1)!));
  return paths.length === 1 ? paths[0].join('.') : undefined;
}

// env for extra_env, size for storage_size, where it can be one alone
function completed(key: string, fields: string[]): string | undefined {
  const longer = fields.filter(field => field.endsWith(`_${key}`));
  return longer.length === 1 ? longer[0] : undefined;
}
