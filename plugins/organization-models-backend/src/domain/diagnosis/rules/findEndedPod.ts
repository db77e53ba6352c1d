import type { PodRule } from '../Finding';
import { quote } from '../evidence';

const REPLACED = 'Its ReplicaSet makes a new pod by itself.';

/**
 * A pod that ended for good: evicted, preempted, refused by its node. It stays
 * listed beside its successor.
 */
export const findEndedPod: PodRule = pod => {
  if (pod.phase !== 'Failed' && pod.phase !== 'Succeeded') {
    return undefined;
  }
  return {
    ...nameOf(pod.reason ?? ''),
    severity: 'warning',
    concern: 'node',
    evidence: quote(pod.message ?? pod.reason),
  };
};

function nameOf(reason: string) {
  if (reason === 'Evicted') {
    return {
      code: 'Evicted',
      message: 'A pod was evicted because its node ran out of a resource.',
      hint: `${REPLACED} If it happens again, use a claim (enable_pvc) for the model's files.`,
    };
  }
  if (reason === 'Preempting' || reason === 'Preempted') {
    return {
      code: 'Preempted',
      message: 'A pod had to make room for one of higher priority.',
      hint: REPLACED,
    };
  }
  if (reason === 'UnexpectedAdmissionError' || /^OutOf/.test(reason)) {
    return {
      code: 'NodeRefusedPod',
      message:
        'The node could not give a pod what the scheduler had found free there.',
      hint: `${REPLACED} If it happens again, a device of the node may be broken: tell the administrators.`,
    };
  }
  return { code: 'PodEnded', message: 'A pod ended.', hint: REPLACED };
}
