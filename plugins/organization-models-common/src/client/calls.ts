import type { ModelSpecInput } from '../types';

/** Where and how a call is made. @public */
export type CallOptions = {
  /** A Backstage token; browsers leave it to their `fetch`. */
  token?: string;
  /** Ref or bare name of the organization, for callers with several. */
  organization?: string;
  signal?: AbortSignal;
};

/** Filters of a list; a repeated filter means or, `tag` means and. @public */
export type ListQuery = {
  model_type?: string | string[];
  status?: string | string[];
  is_public?: boolean;
  tag?: string | string[];
  created_by?: string | string[];
  q?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
};

/** Which entries of a history are wanted. @public */
export type HistoryQuery = {
  kind?: string | string[];
  code?: string | string[];
  actor?: string | string[];
  generation?: number | number[];
  /** RFC 3339. */
  since?: string;
  until?: string;
  limit?: number;
  cursor?: string;
};

/** What a call may wait for. @public */
export type WaitedFor = 'running' | 'stopped' | 'deleted';

/** The body of POST. @public */
export type CreateBody = ModelSpecInput & { plan_hash?: string };

/** The body of PUT: only what changes; `null` restores a default. @public */
export type UpdateBody = { [field: string]: unknown };

/** Which log lines are wanted; of all pods and containers unless named. @public */
export type LogQuery = {
  pod?: string;
  container?: string;
  /** Those of the containers that ran before. */
  previous?: boolean;
  tail_lines?: number;
  /** A duration as `10m`, or a time, RFC 3339. */
  since?: string;
  follow?: boolean;
};
