import type { ModelDiagnosis } from '../../domain/status/diagnoseModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { parseModelUpdate } from '../acceptance/parsing/parseModelUpdate';
import type { PolicyGuard } from '../acceptance/PolicyGuard';
import { ModelApiError } from '../errors';

/** Findings with those fixes alone that schema and policy let anybody ask for. */
export function offerFixes(
  model: StoredModel,
  findings: ModelDiagnosis['findings'],
  policy: Pick<PolicyGuard, 'refuseUpdate'>,
): ModelDiagnosis['findings'] {
  return findings.map(({ fix, ...finding }) =>
    fix && isAllowed(model, fix.body, policy) ? { ...finding, fix } : finding,
  );
}

function isAllowed(
  model: StoredModel,
  body: Record<string, unknown>,
  policy: Pick<PolicyGuard, 'refuseUpdate'>,
): boolean {
  try {
    policy.refuseUpdate(model, parseModelUpdate(model, body));
    return true;
  } catch (error) {
    if (error instanceof ModelApiError) {
      return false;
    }
    throw error;
  }
}
