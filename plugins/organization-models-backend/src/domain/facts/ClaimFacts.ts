import type { NodeSelectorTerm } from './Replica';

/** What a PersistentVolumeClaim that is there says of who can mount it. */
export type ClaimFacts = {
  name: string;
  /** For instance `ReadWriteOnce`. */
  accessModes: string[];
  /** `Pending`, `Bound` or `Lost`. */
  phase: string;
  deleting: boolean;
  /** Pods that mount it and have not ended; only where not all may. */
  mountedBy?: ClaimUser[];
  /**
   * Terms of which a node has to match one to reach the volume; only where it
   * cannot be reached from everywhere, and may be looked at.
   */
  nodes?: NodeSelectorTerm[];
  /** Why its volume may not be looked at, so that `nodes` are not known. */
  hidden?: string;
};

export type ClaimUser = { pod: string; node?: string; modelId?: string };
