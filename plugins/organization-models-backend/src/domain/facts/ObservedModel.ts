import type { Amounts } from './ClusterFacts';

/** What the cluster holds of one model, compactly. Times are RFC 3339. */
export type ObservedModel = {
  deployment?: DeploymentFacts;
  pods: PodFacts[];
  events: EventFacts[];
  serviceExists: boolean;
  serviceMonitorExists: boolean;
  /** Only when the model has a token of its own. */
  secretExists?: boolean;
  claim?: { name: string; phase: string };
  podAutoscaler?: { desiredScale?: number; conditions: ConditionFacts[] };
  route?: RouteFacts;
};

export type RouteFacts = {
  accepted: boolean;
  resolvedRefs: boolean;
  message?: string;
  /** Where its gateway is reached, without a path. */
  gatewayUrl?: string;
};

export type ConditionFacts = {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
};

export type DeploymentFacts = {
  name: string;
  uid: string;
  generation: number;
  observedGeneration: number;
  paused: boolean;
  deleting: boolean;
  /** `spec.replicas`. */
  wantedReplicas: number;
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  conditions: ConditionFacts[];
  /** `pod-template-hash` of the newest ReplicaSet, once it is known. */
  newestTemplateHash?: string;
  /** The newest ReplicaSet is that of the spec before; not always known. */
  ofEarlierSpec?: boolean;
  /** ReplicaSets with pods, or the newest, that are sized for other `wantedReplicas`. */
  staleSets?: string[];
};

export type PodFacts = {
  name: string;
  uid: string;
  namespace: string;
  createdAt: string;
  deleting: boolean;
  /** Of a pod that is deleted: seconds which it was given to end. */
  graceSeconds?: number;
  phase: string;
  /** `status.reason` and `status.message`, for instance `Evicted`. */
  reason?: string;
  message?: string;
  node?: string;
  /** Its IP address. */
  address?: string;
  templateHash?: string;
  /** The PodScheduled condition, unless it is True. */
  unscheduled?: { reason: string; message: string; since?: string };
  /** When the PodScheduled condition turned True. */
  scheduledAt?: string;
  /** The Ready condition: container statuses lie when a node is lost. */
  ready: boolean;
  readySince?: string;
  /** Those of its node that it holds, by their product. */
  gpus?: { type: string; count: number };
  /** Effective requests of the pod. */
  requests: Amounts;
  containers: ContainerFacts[];
  initContainers: ContainerFacts[];
};

export type ContainerFacts = {
  name: string;
  image: string;
  ready: boolean;
  started: boolean;
  restarts: number;
  waiting?: { reason: string; message?: string };
  runningSince?: string;
  terminated?: Termination;
  lastTerminated?: Termination;
};

export type Termination = {
  exitCode: number;
  reason?: string;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
};

export type EventFacts = {
  type: string;
  reason: string;
  message: string;
  object: { kind: string; name: string; uid?: string };
  count: number;
  firstAt: string;
  lastAt: string;
};
