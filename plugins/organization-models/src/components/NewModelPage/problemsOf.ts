import type {
  CreateBody,
  FieldProblem,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Creation } from './useCreateModel';
import type { LivePlan } from './usePlan';

/**
 * What is wrong with the form as it stands: what can be seen here, and what
 * the API said to exactly this form.
 */
export function problemsOf(options: {
  visibleProblems: FieldProblem[];
  plan: LivePlan;
  creation: Creation;
  body: CreateBody | undefined;
}): FieldProblem[] {
  const { visibleProblems, plan, creation, body } = options;
  if (!body) {
    return visibleProblems;
  }
  const planned =
    plan.state === 'error' && !plan.isOutdated
      ? plan.failure.fieldProblems
      : [];
  const refused =
    creation.state === 'failed' && creation.body === body
      ? creation.failure.fieldProblems
      : [];
  return planned.length > 0 ? planned : refused;
}
