import type { ObservedModel } from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { Finding } from '../Finding';

/**
 * A claim that gets no volume. To be pending is no finding: many classes wait
 * for the first pod.
 */
export function findClaimProblem({
  claim,
  events,
}: ObservedModel): Finding | undefined {
  if (claim?.phase === 'Lost') {
    return {
      code: 'ClaimLost',
      message: `The volume of the claim ${claim.name} is gone.`,
      hint: 'The files on it are lost: tell the administrators.',
      severity: 'failure',
      concern: 'storage',
      evidence: [],
    };
  }
  const failed = events.find(
    ({ object, reason }) =>
      object.kind === 'PersistentVolumeClaim' &&
      object.name === claim?.name &&
      reason === 'ProvisioningFailed',
  );
  if (claim?.phase !== 'Pending' || !failed) {
    return undefined;
  }
  return {
    code: 'ClaimProvisioningFailed',
    message: `No volume can be made for the claim ${claim.name}: ${
      quote(failed.message)[0]
    }`,
    hint: 'storage_class or storage_size cannot be had in this cluster: choose others, or tell the administrators.',
    severity: 'waiting',
    concern: 'storage',
    evidence: quote(failed.message),
  };
}
