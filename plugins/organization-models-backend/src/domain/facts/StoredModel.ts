import type {
  Condition,
  HistoryEntry,
  ModelStatus,
  ReplicaCounts,
  StatusReason,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { AppliedObject } from './Observation';
import type { Origin } from './Origin';
import type { ResolvedModel, StoredSpec } from './ResolvedModel';

/** A model as it is stored: what was asked, and what was last observed. */
export type StoredModel = ModelIdentity & ModelAsked & ModelObserved;

/** What never changes. Times are RFC 3339. */
export type ModelIdentity = {
  id: string;
  organizationId: string;
  cluster: string;
  namespace: string;
  name: string;
  createdBy: string;
  createdAt: string;
  /** Of a model that was made of a workload which was there. */
  origin?: Origin;
};

/**
 * `rollback`: should this generation fail to start, the last one that ran is to
 * be again. `reverted`: that is why there is this one, in a sentence.
 */
export type OnFailure =
  | { action: 'rollback' }
  | { action: 'reverted'; why: string };

/** What services write. */
export type ModelAsked = {
  spec: StoredSpec;
  resolved: ResolvedModel;
  generation: number;
  updatedAt: string;
  deletionRequestedAt?: string;
  /** What the deletion leaves running. */
  deletionPolicy?: 'release';
  /** Until then nothing is set back that others change. */
  healingPausedUntil?: string;
  /** What was asked for with this generation, or what came of it. */
  onFailure?: OnFailure;
};

/** What the controller writes. */
export type ModelObserved = {
  status: ModelStatus;
  statusReason?: StatusReason;
  conditions: Condition[];
  replicas: ReplicaCounts;
  /** Where a gateway serves it. */
  endpointUrl?: string;
  observedGeneration: number;
  observedAt?: string;
  /** Replicas before the model was stopped. */
  lastReplicas?: number;
  reached?: Reached;
  applied: AppliedObject[];
  heals: Heal[];
};

/** Generations: what is new loads, what was there before has lost something. */
export type Reached = {
  /** The last one of which a replica was ready. */
  served?: number;
  /** The last one of which all replicas were. */
  complete?: number;
};

/** Something that happened to a model. `at` is RFC 3339. */
export type NewHistoryEntry = Omit<HistoryEntry, 'id'>;

/** A repair of something that another changed. */
export type Heal = { at: string; kind: string; path: string; manager: string };
