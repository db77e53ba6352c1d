import { computePodRequests, type PodResources } from './podRequests';
import type {
  NodeSelectorTerm,
  Replica,
  ReplicaVolume,
  Toleration,
} from '../facts/Replica';

/** The part of a pod's spec that the scheduler goes by. */
export type PlacedPodSpec = NonNullable<PodResources['spec']> & {
  nodeSelector?: Record<string, string>;
  tolerations?: Toleration[];
  affinity?: {
    nodeAffinity?: {
      requiredDuringSchedulingIgnoredDuringExecution?: {
        nodeSelectorTerms: NodeSelectorTerm[];
      };
    };
  };
};

/** Reads what the scheduler has to place from the template of a model's pods. */
export function toReplica(
  spec: PlacedPodSpec,
  { volumes = [] }: { volumes?: ReplicaVolume[] } = {},
): Replica {
  const { nodeSelector, tolerations, affinity } = spec;
  return {
    requests: computePodRequests({ spec }),
    nodeSelector,
    tolerations,
    affinity:
      affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        ?.nodeSelectorTerms,
    ...(volumes.length > 0 && { volumes }),
  };
}
