import type {
  ConditionFacts,
  EventFacts,
  ObservedModel,
  PodFacts,
} from './ObservedModel';

/** One of our objects in a cluster, as much of it as drift shows in. */
export type OwnedObject = {
  kind: string;
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
  /** Hash of labels, annotations and spec, without what a cluster fills in. */
  fingerprint: string;
  deleting: boolean;
  /** What others have to do before it can be gone, while it is deleted. */
  finalizers?: string[];
  /** Of a token's Secret: the generation with which it was written. */
  writtenFor?: number;
  /** The last to write it, apart from ourselves and status writers. */
  lastForeignManager?: string;
};

/** Everything that was seen of one model. */
export type Observation = {
  model: ObservedModel;
  objects: OwnedObject[];
  /** The label of its organization, as one of the objects has it. */
  organization?: string;
};

/** An object as it was last applied, and what the cluster made of it. */
export type AppliedObject = {
  kind: string;
  name: string;
  uid: string;
  resourceVersion: string;
  /** Of the manifest that was sent. */
  manifestHash: string;
  /** Of the object that the API server answered. */
  fingerprint: string;
  /** When it was, RFC 3339; not known of what earlier versions applied. */
  at?: string;
  /** Of a Deployment: `spec.replicas` of the answer. */
  replicas?: number;
};

/** Any workload that is labelled as a model, ours or not. */
export type WorkloadFacts = {
  uid: string;
  kind: string;
  name: string;
  namespace: string;
  createdAt: string;
  modelId?: string;
  installation?: string;
  /** Whose it says that it is or was. */
  organization?: string;
  wantedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  updatedReplicas: number;
  /** Why its controller cannot make pods, and the like. */
  conditions?: ConditionFacts[];
  /** A few of its pods that are not ready, and what happened to these. */
  unready?: { pods: PodFacts[]; events: EventFacts[] };
};
