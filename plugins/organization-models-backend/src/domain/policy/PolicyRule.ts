import type { FieldProblem } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Policy, RuleName } from './Policy';
import type { PolicySubject } from './PolicySubject';

/** What a policy has against a model, each with the reason. */
export type PolicyRule = (
  subject: PolicySubject,
  policy: Policy,
) => FieldProblem[];

/**
 * A rule over one group of a policy's settings.
 *
 * @param options - `because`: the reason, unless the platform team gives its
 * own; `find` says which field has to change, and what would be allowed
 */
export function policyRule<N extends RuleName>(
  name: N,
  options: {
    because: string;
    find(
      settings: NonNullable<Policy[N]>,
      subject: PolicySubject,
    ): FieldProblem[];
  },
): PolicyRule {
  return (subject, policy) => {
    const settings = policy[name];
    if (!settings) {
      return [];
    }
    const reason = settings.reason ?? options.because;
    return options.find(settings, subject).map(({ field, message }) => ({
      field,
      message: `${message} (the platform's policy: ${reason})`,
    }));
  };
}
