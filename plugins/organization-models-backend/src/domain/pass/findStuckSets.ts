import type { DeploymentFacts } from '../facts/ObservedModel';

/**
 * ReplicaSets for which a Deployment waits for ever.
 *
 * @remarks
 * Before it rolls out, the Deployment's controller scales, and takes for that
 * every ReplicaSet whose annotation names another number of replicas. It writes
 * the annotation with the size only, and so never where one has the size already,
 * or where there are several and the Deployment does not roll. From then on
 * nothing is rolled out, scaled or stopped: seen when replicas were changed during
 * a rollout without surge, or together with the strategy.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/125568
 * @see https://github.com/kubernetes/kubernetes/pull/138036
 */
export function findStuckSets({
  generation,
  observedGeneration,
  wantedReplicas,
  replicas,
  updatedReplicas,
  deleting,
  staleSets = [],
}: DeploymentFacts): string[] {
  const isSeen = observedGeneration >= generation;
  const isOut =
    replicas === wantedReplicas && updatedReplicas === wantedReplicas;
  return isSeen && !isOut && !deleting ? staleSets : [];
}
