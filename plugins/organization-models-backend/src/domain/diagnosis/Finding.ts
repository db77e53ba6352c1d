import type { EventFacts, PodFacts } from '../facts/ObservedModel';
import type { FailureFingerprint } from '../engines/ModelRuntime';

/**
 * - `failure`: nothing gets better unless somebody acts
 * - `waiting`: it goes on by itself once something is there
 * - `warning`: the cluster is already dealing with it
 * - `progress`: what healthy pods do before they are ready
 */
export type Severity = 'failure' | 'waiting' | 'warning' | 'progress';

/** What part of a model's way to readiness a finding is about. */
export type Concern =
  | 'creation'
  | 'scheduling'
  | 'storage'
  | 'image'
  | 'container'
  | 'node'
  | 'rollout';

/** What is the matter, in words a person can act on. */
export type Finding = {
  /** Stable, PascalCase. */
  code: string;
  message: string;
  hint?: string;
  severity: Severity;
  concern: Concern;
  /** What was seen, in the cluster's or the engine's own words, masked. */
  evidence: string[];
};

/** What pods are judged by. */
export type PodContext = {
  /** Of the pod alone. */
  events: EventFacts[];
  now: Date;
  /** Of the engine. */
  failures: readonly FailureFingerprint[];
  /** Last lines of the container that ended, where somebody read them. */
  logLines: string[];
};

/** Looks at one pod that is not ready. */
export type PodRule = (
  pod: PodFacts,
  context: PodContext,
) => Finding | undefined;
