import {
  EVERY_ORGANIZATIONS_MODELS,
  OWNER_LABELS,
  TOKEN_LABELS,
  toLabelValue,
} from '../ownership/ownership';

/** A Secret that a spec names. */
export type NamedSecret = {
  name: string;
  namespace: string;
  cluster: string;
  /** Whose models want to use it. */
  organizationId: string;
};

/**
 * Whether a Secret's owner lets an organization's models use it. Naming one is
 * reading it, since a container can print its variables; so the owner has to
 * say so, and the Secret of another model's token is never meant.
 *
 * @param labels - `undefined`: there is no such Secret
 */
export function isUsable(
  labels: Record<string, string> | undefined,
  { organizationId }: Pick<NamedSecret, 'organizationId'>,
): boolean {
  const usableBy = labels?.[TOKEN_LABELS.usableBy];
  return (
    usableBy !== undefined &&
    labels?.[OWNER_LABELS.model] === undefined &&
    [toLabelValue(organizationId), EVERY_ORGANIZATIONS_MODELS].includes(
      usableBy,
    )
  );
}

/**
 * Says what the Secret's owner has to do; in the same words whether there is
 * such a Secret or not.
 */
export function explainUnusable(secret: NamedSecret): string {
  const { name, namespace, cluster, organizationId } = secret;
  const label = `${TOKEN_LABELS.usableBy}=${toLabelValue(organizationId)}`;
  return `is neither a token of ${organizationId} nor a Secret that its models may use in namespace ${namespace} of cluster ${cluster}. If there is such a Secret, its owner lets them by: kubectl label secret ${name} -n ${namespace} ${label}`;
}
