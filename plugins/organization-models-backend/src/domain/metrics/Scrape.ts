import type { Sample } from './parseExposition';

/** What the pods of a model said at one moment. */
export type Scrape = {
  /** Milliseconds since the epoch. */
  at: number;
  /** By the pod's uid; a pod that did not answer is not in it. */
  pods: Record<string, Sample[]>;
  readyReplicas: number;
  wantedReplicas: number | undefined;
};
