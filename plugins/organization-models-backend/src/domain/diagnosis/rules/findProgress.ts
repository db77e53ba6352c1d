import type { PodRule, Finding } from '../Finding';

/** What a healthy pod is doing before it is ready. */
export const findProgress: PodRule = (pod, { events }) => {
  if (!pod.node) {
    return progress(
      'Scheduling',
      'The scheduler looks for a node.',
      'scheduling',
    );
  }
  if (pod.containers.some(container => container.runningSince)) {
    return progress('Loading', 'The engine loads the model.', 'container');
  }
  const pulling = events.some(event => event.reason === 'Pulling');
  const pulled = events.some(event => event.reason === 'Pulled');
  return pulling && !pulled
    ? progress('PullingImage', `Node ${pod.node} pulls the image.`, 'image')
    : progress('Starting', `The pod starts on node ${pod.node}.`, 'container');
};

function progress(
  code: string,
  message: string,
  concern: Finding['concern'],
): Finding {
  return { code, message, severity: 'progress', concern, evidence: [] };
}
