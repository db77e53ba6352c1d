import type { ClusterFacts } from '../facts/ClusterFacts';
import type { CrashLog } from '../facts/CrashLog';
import type {
  AppliedObject,
  Observation,
  OwnedObject,
} from '../facts/Observation';
import type { PodFacts } from '../facts/ObservedModel';
import type { Origin } from '../facts/Origin';
import type { Manifest, PlatformSettings } from '../facts/ResolvedModel';
import type { StartProof } from '../facts/StartProof';
import type { FieldChange } from '../plan/diffObjects';
import type { PlannedApply } from './planObjects';

/*
 * A pass brings a model closer to what was asked, whatever happened before:
 *
 *   planPass     asked and seen -> what to apply, prune, scale, and leave alone
 *   (the controller acts: the only part that waits for a cluster)
 *   concludePass what came of it -> status, conditions, history
 *
 * __stories__ shows it pass by pass, as text. Nothing here waits or has a clock.
 */

/** What is known when a pass begins, besides the model. */
export type PassSeen = {
  known: {
    /** `undefined`: it was never seen. */
    facts: ClusterFacts | undefined;
    reachable: boolean;
    /** Why it cannot be reached. */
    message: string | undefined;
  };
  /** `undefined`: nothing of the model was seen yet. */
  observation: Observation | undefined;
  /** When it was seen, RFC 3339. */
  observedAt: string | undefined;
  /** Whether this generation answered when it was ready first. */
  proof?: StartProof;
  /** `undefined`: it is not configured any more. */
  cluster: PassCluster | undefined;
};

/** What config says of a cluster. */
export type PassCluster = PlatformSettings & {
  installationId: string;
  /** What users call its gateway, where config says. */
  gatewayUrl: string | undefined;
};

export type PassPlan =
  /** Nothing can be known or done now. */
  | { kind: 'wait'; why: string }
  | ConvergePlan
  /** All of it goes, see `planRemoval`; or stays, and is nobody's. */
  | { kind: 'remove' | 'release' }
  | { kind: 'delayRemoval'; reason: { code: string; message: string } };

export type ConvergePlan = {
  kind: 'converge';
  prune: OwnedObject[];
  /** In this order. */
  apply: PlannedApply[];
  /** Set apart from the rest of the Deployment, by a manager of its own. */
  replicas: PlannedReplicas;
  /** What keeps the Deployment from going on, see `findStuckSets`. */
  resize?: { sets: string[]; replicas: number };
  /** What is left alone, since another changes it again and again. */
  contested: ApplyProblem[];
  /** What differs and is not set back now, since somebody is at work there. */
  leftAlone: string[];
  deployment: Manifest;
  /** What is to be taken over before anything else, for these manifests. */
  takeOver?: { origin: Origin; manifests: Manifest[] };
};

export type PlannedReplicas = {
  /** What the Deployment has to have; `undefined` where nothing has to be set. */
  set: number | undefined;
  /** What one that has to be made begins with. */
  initial: number;
  /** Nobody asked for other ones since they were set: who scaled is told of. */
  isSettled: boolean;
};

/** What came of a plan. */
export type PassDone = {
  applied: AppliedObject[];
  problems: ApplyProblem[];
  repairs: Repair[];
  leftAlone?: string[];
  /** The cluster did not answer, or stopped answering on the way. */
  unreachable?: string;
  /**
   * Something was applied that nobody watches, since it is not known to be
   * served: its definition was just made, or is just being removed.
   */
  unwatched?: boolean;
  /** Last words of containers that ended badly. */
  logs?: CrashLog[];
  /** Last lines of the containers that are getting files just now, by pod. */
  downloads?: Record<string, string[]>;
};

/** Why an object could not be made as asked. */
export type ApplyProblem = {
  kind: string;
  name: string;
  code: string;
  message: string;
  /** Trying again may help without anybody doing anything. */
  transient: boolean;
};

/** Something that another changed and that was set back. */
export type Repair = {
  kind: string;
  name: string;
  manager?: string;
  changes: FieldChange[];
};

/** Pods of a model that were seen. */
export function podsOf({
  observation,
}: Pick<PassSeen, 'observation'>): PodFacts[] {
  return observation?.model.pods ?? [];
}
