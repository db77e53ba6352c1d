/**
 * - `failure`: nothing gets better unless somebody acts
 * - `waiting`: it goes on by itself once something is there
 * - `warning`: the cluster is already dealing with it
 * - `progress`: what healthy pods do before they are ready
 */
export type Severity = 'failure' | 'waiting' | 'warning' | 'progress';

/** What part of a model's way to readiness something is about. */
export type Concern =
  | 'apply'
  | 'creation'
  | 'scheduling'
  | 'storage'
  | 'image'
  | 'container'
  | 'engine'
  | 'node'
  | 'rollout'
  | 'autoscaling'
  | 'routing';

/** Why something is as it is, as the catalogue has it. */
export type Reason = {
  concern: Concern;
  severity: Severity;
  /** What is the matter; who finds more says it with numbers and names. */
  sentence: string;
  /** What a person can do about it. */
  hint?: string;
  /** Where it is seen: how a reader of the documentation recognizes it. */
  seen: string;
};
