import {
  OWNER_LABELS,
  ownedModelOf,
} from '../../../domain/ownership/ownership';
import type { PodFacts } from '../../../domain/facts/ObservedModel';
import type { RawObject } from '../../connection/RawObject';
import { toPodFacts } from './toPodFacts';

/** `isOurs`: it says itself that it is of this installation. */
export type ModelPod = { modelId: string; isOurs: boolean; facts: PodFacts };

/**
 * Reads a pod of a model. One that was adopted from another installation keeps
 * its pods as they are: those are ours where their Deployment is.
 */
export function toModelPod(
  pod: RawObject,
  owner: { installationId: string },
): ModelPod | undefined {
  const { labels } = pod.metadata;
  const modelId = labels?.[OWNER_LABELS.model];
  const isOurs = ownedModelOf(labels, owner) !== undefined;
  return modelId ? { modelId, isOurs, facts: toPodFacts(pod) } : undefined;
}
