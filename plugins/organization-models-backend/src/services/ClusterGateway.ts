import type { Manifest } from '../domain/facts/ResolvedModel';
import type { FieldChange } from '../domain/plan/diffObjects';

/** What the API server said of an object that was not written. */
export type Trial =
  | {
      outcome: 'accepted';
      action: 'create' | 'update' | 'unchanged';
      changes: FieldChange[];
      /** It is there already, and belongs to somebody else. */
      foreign: boolean;
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

/**
 * The part of a cluster that services need while a request waits.
 *
 * @remarks Every method throws a `ClusterUnavailable` refusal when the cluster
 * does not answer.
 */
export interface ClusterGateway {
  /** Tries objects and a pod, writing nothing. Answers in the same order. */
  tryManifests(
    cluster: string,
    modelId: string,
    manifests: Manifest[],
  ): Promise<Trial[]>;
  /** Writes a Secret; its content goes nowhere else. */
  applySecret(cluster: string, manifest: Manifest): Promise<void>;
  /** Removes the Secrets of a model, and no others. */
  deleteSecrets(cluster: string, modelId: string): Promise<void>;
}
