import type { Amounts } from './ClusterFacts';

/** What the scheduler has to find a node for, as it stands in the pod. */
export type Replica = {
  /** Effective requests of one pod, in base units. */
  requests: Amounts;
  nodeSelector?: Record<string, string>;
  /** Terms of the required node affinity, one of which has to match. */
  affinity?: NodeSelectorTerm[];
  tolerations?: Toleration[];
  /** Volumes which not every node can reach. */
  volumes?: ReplicaVolume[];
  /** How the replicas of one model stand to each other. */
  spread?: SpreadRule[];
  /** Places, by a label of nodes, where others do not let it in. */
  keptFrom?: { topologyKey: string; places: string[] }[];
};

/** Places are the values of a label of nodes, such as zones. */
export type SpreadRule =
  | { kind: 'apart'; topologyKey: string }
  | {
      kind: 'even';
      topologyKey: string;
      maxSkew: number;
      minDomains?: number;
      /** Also places where the pod cannot go count. */
      ignoresSelector?: boolean;
    };

/** As in Kubernetes: what is missing selects nothing, an empty one everything. */
export type LabelSelector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: NodeSelectorRequirement[];
};

/**
 * Whom a pod that runs keeps away from the places that it is in, by required
 * anti-affinity.
 */
export type KeepsAway = {
  topologyKey: string;
  selector: LabelSelector;
  /** Of those in these namespaces; of all where it is missing. */
  namespaces?: string[];
  /** The model whose pod it is, which may be about to be replaced. */
  modelId?: string;
};

/** By what others know the pods of a replica. */
export type ReplicaIdentity = {
  namespace: string;
  labels: Record<string, string>;
  modelId?: string;
};

/** Terms of which a node has to match one. */
export type ReplicaVolume = { claim: string; nodes: NodeSelectorTerm[] };

/** All of its expressions have to match; without any it matches no node. */
export type NodeSelectorTerm = {
  matchExpressions?: NodeSelectorRequirement[];
};

/** As in a pod; operators which Kubernetes does not know match nothing. */
export type NodeSelectorRequirement = {
  key: string;
  /** In, NotIn, Exists, DoesNotExist, Gt or Lt. */
  operator: string;
  values?: string[];
};

export type Toleration = {
  key?: string;
  /** Exists, or Equal unless given. */
  operator?: string;
  value?: string;
  /** Every effect unless given. */
  effect?: string;
};

/** Pods that were accepted and are not bound to a node yet. */
export type PendingReplicas = { replica: Replica; count: number };
