/** A small cluster, what runs in it, and the model to place, as quantities. */
export type FitCase = {
  nodes: CaseNode[];
  running: CasePod[];
  model: CaseModel;
};

type Quantities = Record<string, string>;

export type CaseNode = {
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  unschedulable: boolean;
  allocatable: Quantities;
};

export type CasePod = {
  /** Index of its node, modulo their number. */
  node: number;
  state: 'running' | 'succeeded' | 'failed' | 'terminating';
  requests: Quantities[];
  init: { requests: Quantities; sidecar: boolean }[];
  /** Requests of the pod as a whole. */
  pod?: Quantities;
  /** Whom it keeps away, and from where. */
  keepsAway?: {
    from: 'kubernetes.io/hostname' | 'topology.kubernetes.io/zone';
    whom: 'model' | 'others';
    /** By a selector of namespaces: all of them, or none that is there. */
    namespaces?: 'all' | 'elsewhere';
  };
};

export type CaseModel = {
  replicas: number;
  requests: Quantities;
  nodeSelector: Record<string, string>;
  affinity?: {
    matchExpressions: { key: string; operator: string; values?: string[] }[];
  }[];
  tolerations: {
    key?: string;
    operator?: string;
    value?: string;
    effect?: string;
  }[];
  /** Requests of a sidecar. */
  sidecar?: Quantities;
  /** Those of one that the cluster adds to each pod. */
  injected?: { cpu: string; memory: string };
  /** Replicas keep apart by the label that names nodes or zones. */
  apart?: 'kubernetes.io/hostname' | 'topology.kubernetes.io/zone';
  /** How uneven zones may be. */
  maxSkew?: number;
  /** The zone from which the volume of the claim can be reached. */
  volumeZone?: string;
};
