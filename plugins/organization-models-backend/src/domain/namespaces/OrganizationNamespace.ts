import type { QuotaLimits } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  FIELD_MANAGERS,
  OWNER_LABELS,
  toLabelValue,
} from '../ownership/ownership';
import type { Manifest } from '../facts/ResolvedModel';
import type { ModelUse } from '../quota/ModelUse';

/** Who may reach the models of an organization, and what they may reach. */
export type NetworkRules = {
  /** Names of namespaces from which models are called and scraped. */
  ingressNamespaces: string[];
  /** TCP ports that they may reach, for weights and caches. */
  egressPorts: number[];
  /** Blocks of addresses where they may go by these ports; undefined: anywhere. */
  egressCidrs: string[] | undefined;
  /** Blocks that are left out of those that hold all addresses of a family. */
  egressExcept: string[];
};

export type OrganizationNamespace = {
  namespace: string;
  organizationId: string;
  installationId: string;
  network: NetworkRules;
  hard: QuotaLimits;
  /** What the organization's models count now. */
  uses: ModelUse[];
  /** GPU resources of the cluster, for instance `nvidia.com/gpu`. */
  gpuResources: string[];
};

/** What the objects of an organization's namespace are named. */
export const NAMESPACE_OBJECT = 'organization-models-tenancy';

/** Labels by which a namespace is known as that of an organization. */
export function namespaceLabels(
  of: Pick<OrganizationNamespace, 'installationId' | 'organizationId'>,
): Record<string, string> {
  return {
    [OWNER_LABELS.installation]: toLabelValue(of.installationId),
    [OWNER_LABELS.organization]: toLabelValue(of.organizationId),
  };
}

/** Metadata of an object within an organization's namespace. */
export function namespacedMetadata(
  of: OrganizationNamespace,
): Manifest['metadata'] {
  return {
    name: NAMESPACE_OBJECT,
    namespace: of.namespace,
    labels: {
      'app.kubernetes.io/managed-by': FIELD_MANAGERS.objects,
      ...namespaceLabels(of),
    },
  };
}
