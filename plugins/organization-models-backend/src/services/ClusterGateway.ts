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
  /**
   * Labels of a Secret, without reading its content.
   *
   * @returns `undefined` when there is no such Secret
   */
  readSecretLabels(
    cluster: string,
    secret: { namespace: string; name: string },
  ): Promise<Record<string, string> | undefined>;
  /** @returns the labels of a claim; `undefined` when there is none */
  readClaimLabels(
    cluster: string,
    claim: { namespace: string; name: string },
  ): Promise<Record<string, string> | undefined>;
  hasNamespace(cluster: string, name: string): Promise<boolean>;
  /**
   * Makes a namespace, which comes first, with what belongs into it; one that
   * is there is left as it is.
   */
  ensureNamespace(cluster: string, manifests: Manifest[]): Promise<void>;
  /** Writes a Secret; its content goes nowhere else. */
  applySecret(cluster: string, manifest: Manifest): Promise<void>;
  /** Removes the Secrets of a model, and no others. */
  deleteSecrets(
    cluster: string,
    model: { id: string; namespace: string },
  ): Promise<void>;
}
