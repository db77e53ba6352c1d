import type { Manifest } from '../domain/facts/ResolvedModel';
import type { Trial } from '../domain/plan/Trial';

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
  hasNamespace(cluster: string, name: string): Promise<boolean>;
  /**
   * Makes a namespace, which comes first, with what belongs into it; one that
   * is there is left as it is.
   */
  ensureNamespace(cluster: string, manifests: Manifest[]): Promise<void>;
  /** Writes a Secret; its content goes nowhere else. */
  applySecret(cluster: string, manifest: Manifest): Promise<void>;
  /** Removes the Secrets of a model, and no others. */
  deleteSecrets(cluster: string, modelId: string): Promise<void>;
}
