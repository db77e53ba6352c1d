import { createHash } from 'node:crypto';
import type { Manifest } from '../facts/ResolvedModel';
import {
  OWNER_ANNOTATIONS,
  OWNER_LABELS,
  TOKEN_ANNOTATIONS,
  TOKEN_LABELS,
  toLabelValue,
} from '../ownership/ownership';

/** An organization of this portal. */
export type TokenOwner = { installationId: string; organizationId: string };

/** The key under which a token is in its Secret. */
export const TOKEN_KEY = 'token';

/**
 * The Secret of a token of an organization. Organizations share namespaces, so
 * that the name alone would be everybody's.
 */
export function tokenSecretName(
  { installationId, organizationId }: TokenOwner,
  name: string,
): string {
  const owner = createHash('sha256')
    .update(`${installationId} ${organizationId}`)
    .digest('hex')
    .slice(0, 12);
  return `organization-token-${owner}-${name}`;
}

/** The labels by which an organization's tokens are found; `name` for one. */
export function tokenLabels({
  installationId,
  organizationId,
}: TokenOwner): Record<string, string> {
  return {
    [OWNER_LABELS.installation]: toLabelValue(installationId),
    [OWNER_LABELS.organization]: toLabelValue(organizationId),
  };
}

export function buildOrganizationToken(
  owner: TokenOwner,
  token: {
    name: string;
    namespace: string;
    value: string;
    updatedBy: string;
    updatedAt: string;
  },
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: tokenSecretName(owner, token.name),
      namespace: token.namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'organization-models',
        ...tokenLabels(owner),
        [TOKEN_LABELS.name]: token.name,
        [TOKEN_LABELS.usableBy]: toLabelValue(owner.organizationId),
      },
      annotations: {
        [OWNER_ANNOTATIONS.organization]: owner.organizationId,
        [TOKEN_ANNOTATIONS.updatedBy]: token.updatedBy,
        [TOKEN_ANNOTATIONS.updatedAt]: token.updatedAt,
      },
    },
    type: 'Opaque',
    data: { [TOKEN_KEY]: Buffer.from(token.value, 'utf8').toString('base64') },
  };
}
