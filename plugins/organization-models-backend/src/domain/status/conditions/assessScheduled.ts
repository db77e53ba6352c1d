import { Assess, fails, failsBy, findingAbout, holds } from './Assessment';

/** Whether every new pod has a node. */
export const assessScheduled: Assess = facts => {
  if (facts.desiredState === 'stopped') {
    return fails('Stopped', 'The model is stopped.');
  }
  const problem = findingAbout(facts, 'creation', 'scheduling');
  if (problem) {
    return failsBy(problem);
  }
  if (facts.newestPods.length === 0) {
    return fails('NoPods', 'There are no pods yet.');
  }
  return facts.newestPods.every(pod => pod.node)
    ? holds('Scheduled', 'Every pod has a node.')
    : fails('Unscheduled', 'A pod has no node yet.');
};
