import type { PodRule } from '../Finding';

/**
 * A pod whose node is silent: it counts as not ready, while its containers
 * still look as they did when the node was last heard of.
 */
export const findLostNode: PodRule = pod => {
  const looksReady =
    pod.phase === 'Running' &&
    pod.containers.length > 0 &&
    pod.containers.every(container => container.ready);
  if (!looksReady) {
    return undefined;
  }
  return {
    code: 'NodeLost',
    message: `Node ${pod.node ?? 'of a pod'} does not answer.`,
    hint: 'Kubernetes replaces the pod after some minutes if the node stays away and another one has room.',
    severity: 'warning',
    concern: 'node',
    evidence: [],
  };
};
