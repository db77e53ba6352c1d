import type { ClaimFacts } from '../../domain/facts/ClaimFacts';
import type { LiveWorkload } from '../../domain/adoption/LiveWorkload';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { Origin } from '../../domain/facts/Origin';
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
  /**
   * Tries objects and a pod, writing nothing. Answers in the same order.
   *
   * @param options - `takesOver`: what is there and is to be the model's
   */
  tryManifests(
    cluster: string,
    modelId: string,
    manifests: Manifest[],
    options?: { takesOver?: Origin['objects'] },
  ): Promise<Trial[]>;
  /**
   * Until what is asked of a cluster in this turn of the process is on its way:
   * whatever is computed before that keeps the cluster waiting.
   */
  untilSent(): Promise<void>;
  /** A Deployment, with the record that its Service may have. */
  readWorkload(
    cluster: string,
    workload: { namespace: string; name: string },
  ): Promise<LiveWorkload | undefined>;
  /** What an object is known by, without its content. */
  readIdentity(
    cluster: string,
    object: { kind: string; namespace: string; name: string },
  ): Promise<{ uid: string; labels: Record<string, string> } | undefined>;
  /** Pods with these labels, whoever made them. */
  listPods(
    cluster: string,
    wanted: { namespace: string; labels: Record<string, string> },
  ): Promise<PodFacts[]>;
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
