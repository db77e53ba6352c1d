import { leastReplicas } from '../readFacts';
import { Assess, fails, holds } from './Assessment';

/** Whether as many replicas serve as have to. */
export const assessReady: Assess = facts => {
  if (facts.desiredState === 'stopped') {
    return fails('Stopped', 'The model is stopped.');
  }
  const least = leastReplicas(facts);
  const { ready } = facts.replicas;
  if (ready >= least) {
    return holds(
      'ReplicasReady',
      `${ready} ${ready === 1 ? 'replica is' : 'replicas are'} ready.`,
    );
  }
  const [finding] = facts.findings;
  const count = `${ready} of ${least} replicas are ready.`;
  return finding
    ? fails(finding.code, `${count} ${finding.message}`)
    : fails('TooFewReplicas', count);
};
