import { NotAllowedError } from '@backstage/errors';
import type { AdoptionVerdict } from '../../domain/adoption/assessAdoption';
import { ModelApiError } from '../errors';

/** @throws why a workload cannot be adopted, or not by whoever asks */
export function refuseAdoption(
  verdict: AdoptionVerdict,
): asserts verdict is Extract<AdoptionVerdict, { outcome: 'possible' }> {
  if (verdict.outcome === 'possible') {
    return;
  }
  const { reason, message } = verdict.refusal;
  if (reason === 'Forbidden') {
    throw new NotAllowedError(message);
  }
  throw new ModelApiError('ConflictError', {
    statusCode: 409,
    code: 'NotAdoptable',
    message,
    details: { reason },
  });
}
