import type { KeepsAway, NodeSelectorTerm, PendingReplicas } from './Replica';

/**
 * What is known of a cluster, compactly: written by the holder of its watches,
 * read by everybody else. Amounts are in base units (bytes, cores, pieces).
 */
export type ClusterFacts = {
  kubernetesVersion?: string;
  nodes: NodeFacts[];
  customResources: CustomResourceFacts[];
  operators: OperatorFacts[];
  storageClasses: StorageClassFacts[];
  /** By which devices are claimed (dynamic resource allocation). */
  deviceClasses?: DeviceClassFacts[];
  /** `status.state` of the GPU operator's ClusterPolicy, where there is one. */
  clusterPolicyState?: string;
  /** Pods that wait for a node, alike ones together. */
  pending?: PendingReplicas[];
  /** Of the namespaces in which models are deployed. */
  namespaces: NamespaceFacts[];
};

/** Of a cluster that was never seen. */
export const NO_FACTS: ClusterFacts = {
  nodes: [],
  customResources: [],
  operators: [],
  storageClasses: [],
  namespaces: [],
};

/** Amounts by resource name, in base units (bytes, cores, pieces). */
export type Amounts = Record<string, number>;

export type NodeFacts = {
  name: string;
  labels: Record<string, string>;
  taints: Taint[];
  /** `spec.unschedulable`, which the scheduler treats as a taint. */
  unschedulable: boolean;
  ready: boolean;
  allocatable: Amounts;
  /**
   * Effective requests of the pods bound to the node that have not ended,
   * terminating ones included; `pods` counts them.
   */
  requested: Amounts;
  /**
   * The part of it that the scheduler may end for a model, since its pods have
   * a lower priority; only where there is any.
   */
  preemptible?: Amounts;
  /** Whom its pods keep away; only where there is anybody. */
  keepsAway?: KeepsAway[];
};

export type Taint = {
  key: string;
  value?: string;
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
};

export type CustomResourceFacts = {
  /** For instance `podautoscalers.autoscaling.aibrix.ai`. */
  name: string;
  served: string[];
  established: boolean;
};

export type OperatorFacts = {
  /** For instance `aibrix`. */
  component: string;
  /** Namespaces and names of its Deployments, and whether each is available. */
  deployments: { namespace: string; name: string; available: boolean }[];
};

export type StorageClassFacts = {
  name: string;
  provisioner: string;
  default: boolean;
  /** Terms of which a node has to match one to reach its volumes. */
  nodes?: NodeSelectorTerm[];
  /** Volumes are made before anybody knows where their pod will be. */
  bindsAtOnce?: boolean;
};

export type DeviceClassFacts = {
  name: string;
  /** For instance `nvidia.com/gpu`, which pods request in place of a claim. */
  extendedResourceName?: string;
};

export type NamespaceFacts = {
  name: string;
  quotas: {
    name: string;
    hard: Amounts;
    used: Amounts;
    /** It counts some pods only, by scopes which we do not judge. */
    scoped?: boolean;
  }[];
};
