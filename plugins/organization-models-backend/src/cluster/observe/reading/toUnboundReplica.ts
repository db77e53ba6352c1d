import type { Replica } from '../../../domain/facts/Replica';
import {
  type PlacedPodSpec,
  toReplica,
} from '../../../domain/placement/toReplica';
import type { RawObject } from '../../connection/RawObject';

/** Reads what a pod that waits for a node will take. */
export function toUnboundReplica(pod: RawObject): Replica | undefined {
  const waits =
    !pod.spec?.nodeName &&
    pod.status?.phase === 'Pending' &&
    !pod.metadata.deletionTimestamp;
  return waits ? toReplica(pod.spec as PlacedPodSpec) : undefined;
}
