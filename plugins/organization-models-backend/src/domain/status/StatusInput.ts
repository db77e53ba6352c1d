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

/** Everything that a model's status follows from. */
export type StatusInput = {
  desiredState: Model['desired_state'];
  deletionRequested: boolean;
  /** Of the spec that was accepted last. */
  generation: number;
  /** The one whose objects were applied last; 0 before the first. */
  observedGeneration: number;
  resolved: Pick<ResolvedModel, 'runtime' | 'scaling' | 'storage' | 'token'> &
    Partial<Pick<ResolvedModel, 'startupBudgetSeconds'>>;
  /** `undefined` before anybody has looked. */
  observed?: ObservedModel;
  /** What could not be applied in this pass, the worst first. */
  applyProblems: ApplyProblem[];
  /** Whether the cluster could be asked. */
  reachable: boolean;
  /** What was written last; it may be of an earlier generation. */
  previous?: DerivedStatus;
  /** Last lines of ended containers by the pod's name, where they were read. */
  logLines?: Record<string, string[]>;
  nodes?: NodeFacts[];
  now: Date;
};

export type ApplyProblem = Pick<StatusReason, 'code' | 'message' | 'hint'>;

export type DerivedStatus = {
  status: ModelStatus;
  reason?: StatusReason;
  conditions: Condition[];
  replicas: ReplicaCounts;
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
};
