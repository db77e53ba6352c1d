import type { FieldChange } from './diffObjects';

/** What the API server said of an object that was not written. */
export type Trial =
  | {
      outcome: 'accepted';
      action: 'create' | 'update' | 'unchanged';
      changes: FieldChange[];
      /** It is there already, and belongs to somebody else. */
      foreign: boolean;
      /** The spec that the API server made of a pod, which nobody has placed. */
      pod?: object;
    }
  | {
      outcome: 'refused';
      code: 'MissingCrd' | 'QuotaExceeded' | 'RejectedByCluster';
      /** The API server's own words. */
      message: string;
    }
  | {
      /** A webhook or a controller in between cannot tell beforehand. */
      outcome: 'unknown';
      message: string;
    };
