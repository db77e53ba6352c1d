import { ownedModelOf } from '../../domain/ownership/ownership';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { RawObject } from '../watchResource';
import { toPodFacts } from './toPodFacts';

export type ModelPod = { modelId: string; facts: PodFacts };

/** Reads a pod of one of our models. */
export function toModelPod(
  pod: RawObject,
  owner: { installationId: string },
): ModelPod | undefined {
  const modelId = ownedModelOf(pod.metadata.labels, owner);
  return modelId ? { modelId, facts: toPodFacts(pod) } : undefined;
}
