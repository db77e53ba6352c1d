import { maskSecretText } from '../../secrets';
import type { FieldProblem } from './toFieldProblems';

/** An unknown field, or a key, may be what should have been a value. */
export function maskProblem({ field, message }: FieldProblem): FieldProblem {
  return { field: maskSecretText(field), message: maskSecretText(message) };
}
