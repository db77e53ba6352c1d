import type { FieldProblem } from '@orgmodels/backstage-plugin-organization-models-common';
import { createContext, useContext } from 'react';
import { toSentence } from '../../text/toSentence';

/** Problems by field, and how a field says that the user has left it. */
export type FieldProblemsScope = {
  problems: FieldProblem[];
  touch: (field: string) => void;
};

export const FieldProblems = createContext<FieldProblemsScope>({
  problems: [],
  touch: () => {},
});

/**
 * The properties by which a form control shows the problems of its field.
 *
 * @param field - dotted path in the body of the request
 */
export function useField(field: string) {
  const { problems, touch } = useContext(FieldProblems);
  const messages = new Set(
    problems
      .filter(problem => problem.field === field)
      .map(({ message }) => toSentence(message)),
  );
  return {
    validationBehavior: 'aria' as const,
    validate: () => (messages.size > 0 ? [...messages] : null),
    onBlur: () => touch(field),
  };
}
