import type { PodFacts } from '../../facts/ObservedModel';
import { Assess, fails, failsBy, findingAbout, holds } from './Assessment';

/** Whether the nodes have the images of all new pods. */
export const assessImages: Assess = facts => {
  if (facts.desiredState === 'stopped') {
    return fails('Stopped', 'The model is stopped.');
  }
  const problem = findingAbout(facts, 'image');
  if (problem) {
    return failsBy(problem);
  }
  return facts.newestPods.length > 0 && facts.newestPods.every(hasImages)
    ? holds('Pulled', 'The nodes have the images.')
    : fails('NotPulled', 'The images were not needed yet, or are pulled.');
};

// containers run only with their image
function hasImages({ containers }: PodFacts): boolean {
  return (
    containers.length > 0 &&
    containers.every(
      ({ runningSince, terminated, lastTerminated, restarts }) =>
        runningSince || terminated || lastTerminated || restarts > 0,
    )
  );
}
