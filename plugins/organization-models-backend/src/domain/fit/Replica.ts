import type { Amounts } from '../facts/ClusterFacts';

/** What the scheduler has to find a node for, as it stands in the pod. */
export type Replica = {
  /** Effective requests of one pod, in base units. */
  requests: Amounts;
  nodeSelector?: Record<string, string>;
  /** Terms of the required node affinity, one of which has to match. */
  affinity?: NodeSelectorTerm[];
  tolerations?: Toleration[];
};

/** All of its expressions have to match; without any it matches no node. */
export type NodeSelectorTerm = {
  matchExpressions?: NodeSelectorRequirement[];
};

export type NodeSelectorRequirement = {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values?: string[];
};

export type Toleration = {
  key?: string;
  /** `Equal` unless given. */
  operator?: 'Exists' | 'Equal';
  value?: string;
  /** Every effect unless given. */
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
};
