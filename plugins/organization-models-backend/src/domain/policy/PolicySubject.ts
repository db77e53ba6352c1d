import type { StoredSpec } from '../facts/ResolvedModel';

/** What a policy looks at: a spec, and what its gaps are filled with. */
export type PolicySubject = {
  spec: StoredSpec;
  cluster: string | undefined;
  image: string;
  /** Names of the variables which the cluster's config sets. */
  platformVariables?: string[];
  /** Kubernetes quantities of one replica. */
  cpu: string;
  memory: string;
  /** The most there may be. */
  replicas: number;
  /** Per replica; `undefined` where it follows from the model and the nodes. */
  gpus?: number;
  /** Of the model's own claim, as far as it is known. */
  storageClass?: string;
  storageSize?: string;
};
