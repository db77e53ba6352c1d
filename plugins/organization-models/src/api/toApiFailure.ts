import { isError, ResponseError } from '@backstage/errors';
import type { FieldProblem } from '@orgmodels/backstage-plugin-organization-models-common';

/** Why a call did not succeed, in the API's own words. */
export type ApiFailure = {
  /** HTTP status; `undefined` when no answer came. */
  status?: number;
  /** Stable and PascalCase, for instance `QuotaExceeded`. */
  code?: string;
  message: string;
  hint?: string;
  /** Problems of single fields, with dotted paths. */
  fieldProblems: FieldProblem[];
  /** Refs of the organizations to choose from, where the API asks. */
  choices?: string[];
};

/** Reads what the API says about a failed call. */
export function toApiFailure(error: unknown): ApiFailure {
  if (!ResponseError.is(error)) {
    return {
      message: isError(error) ? error.message : String(error),
      fieldProblems: [],
    };
  }
  // The body is typed for Backstage's own errors; ours says more
  const answer: Record<string, unknown> = { ...error.body?.error };
  const details = answer.details;
  return {
    status: error.statusCode,
    code: textOf(answer.code),
    message: textOf(answer.message) ?? error.message,
    hint: textOf(answer.hint) ?? textOf(fieldOf(details, 'hint')),
    fieldProblems: Array.isArray(details) ? details.filter(isFieldProblem) : [],
    choices: choicesOf(fieldOf(details, 'choices')),
  };
}

/** Whether the same call may well succeed later, with nothing changed. */
export function isPassing({ status }: ApiFailure): boolean {
  return (
    status === undefined || status >= 500 || status === 429 || status === 408
  );
}

function choicesOf(value: unknown): string[] | undefined {
  return Array.isArray(value)
    ? value.filter(choice => typeof choice === 'string')
    : undefined;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return (
    textOf(fieldOf(value, 'field')) !== undefined &&
    textOf(fieldOf(value, 'message')) !== undefined
  );
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[field]
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
