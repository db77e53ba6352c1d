import { computePodRequests, type PodResources } from './podRequests';
import { readSpread, type SpreadingPod } from './readSpread';
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
  topologySpreadConstraints?: SpreadingPod['topologySpreadConstraints'];
  affinity?: SpreadingPod['affinity'] & {
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
  options: { volumes?: ReplicaVolume[]; labels?: Record<string, string> } = {},
): Replica {
  const { nodeSelector, tolerations, affinity } = spec;
  const { volumes = [], labels } = options;
  const spread = readSpread({ ...spec, labels });
  return {
    requests: computePodRequests({ spec }),
    nodeSelector,
    tolerations,
    affinity:
      affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        ?.nodeSelectorTerms,
    ...(volumes.length > 0 && { volumes }),
    ...(spread.length > 0 && { spread }),
  };
}
