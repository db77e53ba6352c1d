import type { FieldProblem } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Policy } from './Policy';
import type { PolicyRule } from './PolicyRule';
import type { PolicySubject } from './PolicySubject';
import { argumentRule } from './rules/argumentRule';
import { clusterRule } from './rules/clusterRule';
import { commandRule } from './rules/commandRule';
import { environmentRule } from './rules/environmentRule';
import { huggingFaceRule } from './rules/huggingFaceRule';
import { imageRule } from './rules/imageRule';
import { limitRule } from './rules/limitRule';
import { nodeSelectorRule, tolerationRule } from './rules/placementRules';
import { queueRule } from './rules/queueRule';
import { reservedVariableRule } from './rules/reservedVariableRule';
import { sharedClaimRule, storageClassRule } from './rules/storageRules';
import { tagRule } from './rules/tagRule';

const RULES: PolicyRule[] = [
  tagRule,
  huggingFaceRule,
  limitRule,
  imageRule,
  commandRule,
  argumentRule,
  reservedVariableRule,
  environmentRule,
  storageClassRule,
  sharedClaimRule,
  nodeSelectorRule,
  tolerationRule,
  clusterRule,
  queueRule,
];

/** Everything that a policy, or the platform itself, refuses about a model. */
export function findPolicyProblems(
  subject: PolicySubject,
  policy: Policy,
): FieldProblem[] {
  return RULES.flatMap(find => find(subject, policy));
}
