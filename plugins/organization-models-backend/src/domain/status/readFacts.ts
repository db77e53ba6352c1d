import type { StatusReason } from '@orgmodels/backstage-plugin-organization-models-common';
import { reasonOf } from '../reasons/catalogue';
import type { StatusFacts } from './StatusInput';

/** Why the newest spec is not yet what the cluster works on. */
export function notAppliedReason({
  applyProblems,
  generation,
  observedGeneration,
  observed: { deployment },
}: StatusFacts): StatusReason | undefined {
  if (applyProblems.length > 0) {
    return applyProblems[0];
  }
  if (observedGeneration < generation) {
    return reasonOf('NotApplied', {
      message: `Generation ${generation} is about to be applied.`,
    });
  }
  if (!deployment) {
    return reasonOf('DeploymentPending');
  }
  return deployment.observedGeneration < deployment.generation
    ? reasonOf('WaitingForController')
    : undefined;
}

/** Fewer ready replicas than this are too few. */
export function leastReplicas({
  resolved: { scaling },
  desiredState,
}: StatusFacts): number {
  if (desiredState === 'stopped') {
    return 0;
  }
  return scaling.mode === 'fixed' ? scaling.replicas : scaling.minReplicas;
}

/** Replicas of earlier specs which are still there. */
export function countOldReplicas({
  observed: { deployment },
}: StatusFacts): number {
  return deployment ? deployment.replicas - deployment.updatedReplicas : 0;
}
