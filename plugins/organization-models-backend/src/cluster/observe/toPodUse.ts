import type { Amounts } from '../../domain/facts/ClusterFacts';
import {
  computePodRequests,
  type PodResources,
} from '../../domain/placement/podRequests';
import type { RawObject } from '../watchResource';

/** What a pod takes from its node. */
export type PodUse = { node: string; requests: Amounts; priority: number };

/** Reads what a pod takes, as long as it is bound and has not ended. */
export function toPodUse(pod: RawObject): PodUse | undefined {
  const node = pod.spec?.nodeName;
  const ended = ['Succeeded', 'Failed'].includes(pod.status?.phase);
  return node && !ended
    ? {
        node,
        requests: computePodRequests(pod as PodResources),
        priority: pod.spec.priority ?? 0,
      }
    : undefined;
}
