import type { ClaimFacts } from '../../domain/facts/ClaimFacts';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import type { Trial } from '../../domain/plan/Trial';

/** What is known of a Secret whose content is nobody's business. */
export type SecretMetadata = {
  name: string;
  namespace: string;
  uid: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** RFC 3339 */
  createdAt: string;
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
  /**
   * Labels of a Secret, without reading its content.
   *
   * @returns `undefined` when there is no such Secret
   */
  readSecretLabels(
    cluster: string,
    secret: { namespace: string; name: string },
  ): Promise<Record<string, string> | undefined>;
  /** Secrets with these labels, without their content. */
  listSecrets(
    cluster: string,
    wanted: { namespace: string; labels: Record<string, string> },
  ): Promise<SecretMetadata[]>;
  /** Removes exactly this Secret. */
  deleteSecret(cluster: string, secret: SecretMetadata): Promise<void>;
  /** @returns the labels of a claim; `undefined` when there is none */
  readClaimLabels(
    cluster: string,
    claim: { namespace: string; name: string },
  ): Promise<Record<string, string> | undefined>;
  /** @returns `undefined` when there is no such claim */
  readClaim(
    cluster: string,
    claim: { namespace: string; name: string },
  ): Promise<ClaimFacts | undefined>;
  hasNamespace(cluster: string, name: string): Promise<boolean>;
  /**
   * Makes a namespace, which comes first, with what belongs into it; one that
   * is there is left as it is.
   */
  ensureNamespace(cluster: string, manifests: Manifest[]): Promise<void>;
  /** Writes a Secret; its content goes nowhere else. */
  applySecret(cluster: string, manifest: Manifest): Promise<WrittenSecret>;
}

/** A Secret that was written for something that is to be stored. */
export type WrittenSecret = {
  /**
   * It was not stored: what was there before is there again, unless another
   * wrote it since.
   */
  takeBack(): Promise<void>;
};
