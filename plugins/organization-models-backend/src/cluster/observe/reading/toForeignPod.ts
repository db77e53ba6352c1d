import type { PodFacts } from '../../../domain/facts/ObservedModel';
import {
  FOREIGN_LABELS,
  ownedModelOf,
} from '../../../domain/ownership/ownership';
import type { RawObject } from '../../connection/RawObject';
import { toPodFacts } from './toPodFacts';

/** `workload` is {@link workloadKey} of what it belongs to. */
export type ForeignPod = { workload: string; facts: PodFacts };

/** Reads a pod that serves a model which is none of ours. */
export function toForeignPod(
  pod: RawObject,
  owner: { installationId: string },
): ForeignPod | undefined {
  const { labels = {}, namespace = '' } = pod.metadata;
  const name = labels[FOREIGN_LABELS.name];
  return name && !ownedModelOf(labels, owner)
    ? { workload: workloadKey({ namespace, name }), facts: toPodFacts(pod) }
    : undefined;
}

/** Pods know their workload by namespace and by the model's name. */
export function workloadKey(place: { namespace: string; name: string }) {
  return `${place.namespace}/${place.name}`;
}
