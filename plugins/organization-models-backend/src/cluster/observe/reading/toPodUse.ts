import type { Amounts } from '../../../domain/facts/ClusterFacts';
import type { KeepsAway } from '../../../domain/facts/Replica';
import {
  computePodRequests,
  type PodResources,
} from '../../../domain/placement/podRequests';
import {
  readKeepsAway,
  type KeepingPod,
} from '../../../domain/placement/readKeepsAway';
import { OWNER_LABELS } from '../../../domain/ownership/ownership';
import type { RawObject } from '../../connection/RawObject';

/** What a pod takes from its node. */
export type PodUse = {
  node: string;
  requests: Amounts;
  priority: number;
  /** Only where it keeps anybody away. */
  keepsAway?: KeepsAway[];
};

/** Reads what a pod takes, as long as it is bound and has not ended. */
export function toPodUse(pod: RawObject): PodUse | undefined {
  const node = pod.spec?.nodeName;
  const keepsAway = readKeepsAway(pod as KeepingPod, {
    modelId: pod.metadata.labels?.[OWNER_LABELS.model],
  });
  const ended = ['Succeeded', 'Failed'].includes(pod.status?.phase);
  return node && !ended
    ? {
        node,
        requests: computePodRequests(pod as PodResources),
        priority: pod.spec.priority ?? 0,
        ...(keepsAway.length > 0 && { keepsAway }),
      }
    : undefined;
}
