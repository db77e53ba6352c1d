import type { ModelRuntime } from '../engines/ModelRuntime';
import type { NodeFacts } from '../facts/ClusterFacts';
import type { EventFacts, PodFacts } from '../facts/ObservedModel';
import type { Concern, Severity } from '../reasons/Reason';

export type { Concern, Severity } from '../reasons/Reason';

/** What is the matter, in words a person can act on. */
export type Finding = {
  /** Of the catalogue of reasons. */
  code: string;
  message: string;
  hint?: string;
  severity: Severity;
  concern: Concern;
  /** What was seen, masked; the most telling first. */
  evidence: Evidence[];
  /** What a pattern found, by name: what a fix is computed from. */
  found?: Record<string, string>;
};

/** The very event, field or log line that proves something. */
export type Evidence = {
  source: 'log' | 'event' | 'status' | 'condition';
  /** For instance `Pod/qwen-7f7d-gxq6r`. */
  object: string;
  /** RFC 3339, where it is known. */
  time?: string;
  text: string;
};

/** How an engine is understood. */
export type EngineWords = Pick<ModelRuntime, 'failures' | 'log'>;

/** What pods are judged by. */
export type PodContext = {
  /** Of the pod alone. */
  events: EventFacts[];
  now: Date;
  engine: EngineWords;
  /** Last lines of the container that ended, where somebody read them. */
  logLines: string[];
  /** Seconds that the engine has to get ready. */
  startupBudgetSeconds?: number;
  /** What was found last, of the same spec. */
  before?: { code: string; message: string; hint?: string };
  nodes: NodeFacts[];
};

/** Looks at one pod that is not ready. */
export type PodRule = (
  pod: PodFacts,
  context: PodContext,
) => Finding | undefined;
