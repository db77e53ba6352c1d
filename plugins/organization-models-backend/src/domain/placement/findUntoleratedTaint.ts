import type { NodeFacts, Taint } from '../facts/ClusterFacts';
import type { Toleration } from '../facts/Replica';

/** What the scheduler takes `spec.unschedulable` for. */
export const CORDON_TAINT: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

// The API server adds these to every pod (admission DefaultTolerationSeconds)
const DEFAULT_TOLERATIONS: Toleration[] = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
].map(key => ({ key, operator: 'Exists', effect: 'NoExecute' }));

/**
 * The first taint that keeps a pod off the node. A cordon counts as one, so a
 * pod that tolerates it may go there; readiness acts through taints only.
 *
 * @remarks Source: kube-scheduler's TaintToleration and NodeUnschedulable.
 */
export function findUntoleratedTaint(
  node: NodeFacts,
  tolerations: Toleration[] = [],
): Taint | undefined {
  const taints = node.unschedulable
    ? [CORDON_TAINT, ...node.taints]
    : node.taints;
  const all = [...tolerations, ...DEFAULT_TOLERATIONS];
  return taints.find(
    taint =>
      taint.effect !== 'PreferNoSchedule' &&
      !all.some(toleration => tolerates(toleration, taint)),
  );
}

function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key, operator = 'Equal', value = '', effect } = toleration;
  return (
    (!effect || effect === taint.effect) &&
    (!key || key === taint.key) &&
    (operator === 'Exists' ||
      (operator === 'Equal' && value === (taint.value ?? '')))
  );
}
