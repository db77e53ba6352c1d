import { OWNER_LABELS } from '../../domain/desired/ownership';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { RawObject } from '../watchResource';
import { toPodFacts } from './toPodFacts';

export type ModelPod = { modelId: string; facts: PodFacts };

/** Reads a pod of one of our models. */
export function toModelPod(pod: RawObject): ModelPod | undefined {
  const modelId = pod.metadata.labels?.[OWNER_LABELS.model];
  return modelId ? { modelId, facts: toPodFacts(pod) } : undefined;
}
