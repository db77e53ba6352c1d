import type { ObservedModel, PodFacts } from '../../facts/ObservedModel';
import { conditionEvidence } from '../evidence';
import type { Finding } from '../Finding';
import { makeFinding } from '../makeFinding';

/**
 * A rollout that came to nothing within its deadline. Pods that still wait for
 * a node or in a queue are only waiting, however long.
 */
export function findRolloutProblem(
  { deployment }: ObservedModel,
  newestPods: PodFacts[],
): Finding | undefined {
  const exceeded = deployment?.conditions.find(
    ({ type, reason }) =>
      type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (!exceeded || newestPods.some(pod => pod.unscheduled && !pod.node)) {
    return undefined;
  }
  return makeFinding('ProgressDeadlineExceeded', {
    evidence: conditionEvidence(`Deployment/${deployment!.name}`, exceeded),
  });
}
