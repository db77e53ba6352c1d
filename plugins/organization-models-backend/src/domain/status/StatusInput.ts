import type {
  Condition,
  Model,
  ModelStatus,
  ReplicaCounts,
  StatusReason,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Finding } from '../diagnosis/Finding';
import type { NodeFacts } from '../facts/ClusterFacts';
import type { ObservedModel, PodFacts } from '../facts/ObservedModel';
import type { ResolvedModel } from '../facts/ResolvedModel';
import type { StartProof } from '../facts/StartProof';
import type { Reached } from '../facts/StoredModel';

/** Everything that a model's status follows from. */
export type StatusInput = {
  desiredState: Model['desired_state'];
  deletionRequested: boolean;
  /** Of the spec that was accepted last. */
  generation: number;
  /** The one whose objects were applied last; 0 before the first. */
  observedGeneration: number;
  resolved: Pick<ResolvedModel, 'runtime' | 'scaling' | 'storage' | 'token'> &
    Partial<
      Pick<ResolvedModel, 'engineVersion' | 'image' | 'startupBudgetSeconds'>
    >;
  /** `undefined` before anybody has looked. */
  observed?: ObservedModel;
  /** What could not be applied in this pass, the worst first. */
  applyProblems: ApplyProblem[];
  /** Whether the cluster could be asked. */
  reachable: boolean;
  /** Where not all pods were seen: as many as their controller counts. */
  readyReplicas?: number;
  /** What was observed is older than what the cluster answered to our apply. */
  isStale?: boolean;
  /** The last generations of which a replica was ready, and of which all were. */
  reached?: Reached;
  /** What was written last; it may be of an earlier generation. */
  previous?: DerivedStatus;
  /** Last lines of ended containers by the pod's name, where they were read. */
  logLines?: Record<string, string[]>;
  nodes?: NodeFacts[];
  /** Nothing is set back now; what differs by now. */
  healingPaused?: { until: string; leftAlone: string[] };
  /** What became of a newer generation that failed to start, in a sentence. */
  reverted?: string;
  /** Whether this generation answered when it was ready first. */
  proof?: StartProof;
  now: Date;
};

export type ApplyProblem = Pick<StatusReason, 'code' | 'message' | 'hint'>;

export type DerivedStatus = {
  status: ModelStatus;
  reason?: StatusReason;
  conditions: Condition[];
  replicas: ReplicaCounts;
  reached?: Reached;
};

/** The input with what was counted and diagnosed, which all rules share. */
export type StatusFacts = StatusInput & {
  observed: ObservedModel;
  findings: Finding[];
  /** Of the newest ReplicaSet. */
  newestPods: PodFacts[];
  /** Pods which exist, whatever their ReplicaSet; ended ones do not count. */
  livePods: PodFacts[];
  replicas: ReplicaCounts;
  /** The newest spec is what the Deployment's controller works on. */
  isApplied: boolean;
  /** Of this spec a replica was ready before. */
  hasServed: boolean;
  /** Of this spec all replicas were ready before. */
  wasComplete: boolean;
};
