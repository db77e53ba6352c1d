import { maskProblem } from '../parsing/maskProblem';
import type { FieldProblem } from '../parsing/toFieldProblems';
import { commandRules } from './commandRules';
import { requirementRules } from './requirementRules';
import { scalingRules } from './scalingRules';
import { secretRules } from './secretRules';
import { sourceRules } from './sourceRules';
import type { PartialSpec, SpecRule } from './SpecRule';
import { storageRules } from './storageRules';
import { tolerationRules } from './tolerationRules';

const RULES: SpecRule[] = [
  ...sourceRules,
  ...requirementRules,
  ...scalingRules,
  ...storageRules,
  ...secretRules,
  ...tolerationRules,
  ...commandRules,
];

/**
 * What is wrong with a spec beyond its single fields.
 *
 * @param options - `known`: what is wrong with its fields, which were left out
 */
export function findSpecProblems(
  spec: PartialSpec,
  { known = [] }: { known?: FieldProblem[] } = {},
): FieldProblem[] {
  return RULES.filter(rule => !rule.of.some(field => isWrong(field, known)))
    .flatMap(rule => rule.find(spec))
    .map(maskProblem);
}

function isWrong(field: string, known: FieldProblem[]): boolean {
  return known.some(
    ({ field: wrong }) =>
      wrong === field ||
      wrong.startsWith(`${field}.`) ||
      field.startsWith(`${wrong}.`),
  );
}
