import { KubernetesObject, V1NodeCondition } from '@kubernetes/client-node';

const annotation = 'dev-cluster/not-ready';

/** Marks a node that kwok must not make ready. */
export const notReadyAnnotations = { [annotation]: 'true' };

/**
 * What a kubelet says of itself whose network plugin does not start. The node lifecycle controller adds the taints.
 *
 * @param now - RFC 3339
 */
export function notReadyConditions(now: string): V1NodeCondition[] {
  const condition = (
    type: string,
    status: string,
    [reason, message]: [string, string],
  ) =>
    ({
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: now,
      lastTransitionTime: now,
    } as unknown as V1NodeCondition);
  return [
    condition('MemoryPressure', 'False', [
      'KubeletHasSufficientMemory',
      'kubelet has sufficient memory available',
    ]),
    condition('DiskPressure', 'False', [
      'KubeletHasNoDiskPressure',
      'kubelet has no disk pressure',
    ]),
    condition('PIDPressure', 'False', [
      'KubeletHasSufficientPID',
      'kubelet has sufficient PID available',
    ]),
    condition('Ready', 'False', [
      'KubeletNotReady',
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    ]),
  ];
}

interface Stage extends KubernetesObject {
  spec: { selector: { matchExpressions: object[] } };
}

/** Makes the stage that initializes nodes pass over those marked not ready; other objects stay as they are. */
export function leaveNotReadyNodesAlone(
  object: KubernetesObject,
): KubernetesObject {
  if (object.metadata?.name !== 'node-initialize') return object;
  const stage = structuredClone(object) as Stage;
  stage.spec.selector.matchExpressions.push({
    key: `.metadata.annotations["${annotation}"]`,
    operator: 'DoesNotExist',
  });
  return stage;
}
