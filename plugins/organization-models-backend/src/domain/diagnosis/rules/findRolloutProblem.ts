import type { ObservedModel, PodFacts } from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { Finding } from '../Finding';

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
  return {
    code: 'ProgressDeadlineExceeded',
    message: 'The pods did not become ready in time.',
    hint: 'See the log; if the model only needs longer to load, raise initial_delay_seconds.',
    severity: 'failure',
    concern: 'rollout',
    evidence: quote(exceeded.message),
  };
}
