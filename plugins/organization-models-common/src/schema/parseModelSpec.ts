import type { z } from 'zod';
import { keepValidFields } from './parsing/keepValidFields';
import { modelSpec } from './modelSpec';
import { findSpecProblems } from './rules/findSpecProblems';
import { model } from './answers/modelView';
import { parseFields } from './parsing/parseFields';
import type { FieldProblem } from './parsing/toFieldProblems';

/**
 * A spec, or every problem that its fields have.
 *
 * @public
 */
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
  const parsed = parseFields(modelSpec, body);
  if (parsed.outcome === 'valid') {
    const problems = findSpecProblems(parsed.value);
    return problems.length > 0
      ? { outcome: 'invalid', problems }
      : { outcome: 'valid', spec: parsed.value };
  }
  const problems = parsed.problems.map(sayIfOurs);
  const rest = keepValidFields(modelSpec, body);
  return {
    outcome: 'invalid',
    problems: [
      ...problems,
      ...findSpecProblems(rest ?? {}, { known: problems }),
    ],
  };
}

/** Fields that GET shows are neither unknown nor mistakes of spelling. */
function sayIfOurs(problem: FieldProblem): FieldProblem {
  const isShown = Object.hasOwn(model.shape, problem.field);
  const isElsewhere = /did you mean \w+\.\w/.test(problem.message);
  return isShown && !isElsewhere && problem.message.startsWith('is not known')
    ? { ...problem, message: 'is set by the server: leave it out' }
    : problem;
}
