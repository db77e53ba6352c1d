import { statusEvidence } from '../evidence';
import type { NodeFacts } from '../../facts/ClusterFacts';
import type { PodFacts } from '../../facts/ObservedModel';
import type { Finding, PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

/**
 * A pod whose node is silent or unfit: it counts as not ready, while its
 * containers still look as they did when the node was last heard of.
 */
export const findLostNode: PodRule = (pod, { nodes }) => {
  const node = nodes.find(({ name }) => name === pod.node);
  const looksReady =
    pod.phase === 'Running' &&
    pod.containers.length > 0 &&
    pod.containers.every(container => container.ready);
  const isGone = nodes.length > 0 && !node;
  if (!looksReady || !pod.node) {
    return undefined;
  }
  // readiness may drop for a second while the node is well
  if (node?.ready && !isGone) {
    return undefined;
  }
  return makeFinding('NodeLost', {
    message: `Node ${pod.node} ${isGone ? 'is gone' : 'does not answer'}.`,
    evidence: statusEvidence(
      `Pod/${pod.name}`,
      'Ready is False while the containers look ready',
    ),
  });
};

/**
 * A pod that is to end and cannot, since its node is silent: whatever waits for
 * it waits for the node.
 */
export function findStranded(
  pods: PodFacts[],
  nodes: NodeFacts[],
): Finding | undefined {
  const silent = nodes.filter(({ ready }) => !ready).map(({ name }) => name);
  const stranded = pods.find(
    ({ deleting, node }) => deleting && node && silent.includes(node),
  );
  return (
    stranded &&
    makeFinding('NodeLost', {
      message: `A pod is to end on node ${stranded.node}, which does not answer: it ends when the node is back, or is removed from the cluster.`,
      evidence: statusEvidence(
        `Pod/${stranded.name}`,
        `deleted, and still there on ${stranded.node}, which is not ready`,
      ),
    })
  );
}
