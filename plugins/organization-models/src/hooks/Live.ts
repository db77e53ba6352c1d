import type { ApiFailure } from '../api/toApiFailure';

/** What a page knows of something that goes on changing. */
export type Live<T> =
  | { state: 'loading' }
  | { state: 'error'; failure: ApiFailure; retry: () => void }
  | {
      state: 'ready';
      data: T;
      /** When the cluster was looked at, RFC 3339, where the API tells. */
      observedAt?: string;
      /** Still the answer to an earlier question. */
      isOutdated: boolean;
      /** Why the newest look did not succeed; `data` is the last known. */
      failure?: ApiFailure;
      refresh: () => void;
    };

/** Which models changed; without it, some did. */
export type StatusSignal = { models?: string[] };

/** Tells the pages of an organization which of its models changed. */
export const STATUS_CHANNEL = 'organization-models:status';
