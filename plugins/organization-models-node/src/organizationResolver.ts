import {
  type BackstageCredentials,
  createExtensionPoint,
} from '@backstage/backend-plugin-api';

/**
 * Tells to which organizations the user of a request belongs.
 *
 * @public
 */
export interface OrganizationResolver {
  /**
   * @returns entity refs of the organizations, possibly none
   * @remarks Called for every request: cache, but never a denial for long.
   */
  resolveOrganizations(credentials: BackstageCredentials): Promise<string[]>;

  /**
   * Whether an entity ref is that of an organization: keeps administrators from
   * setting a quota for a misspelt one. Without it, every ref is taken.
   */
  isOrganization?(organizationRef: string): Promise<boolean>;
}

/** @public */
export interface OrganizationResolverExtensionPoint {
  /** Replaces the walk through the catalog's groups. */
  setOrganizationResolver(resolver: OrganizationResolver): void;
}

/** @public */
export const organizationResolverExtensionPoint =
  createExtensionPoint<OrganizationResolverExtensionPoint>({
    id: 'organization-models.organization-resolver',
  });
