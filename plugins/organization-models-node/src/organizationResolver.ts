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

  /**
   * Entity refs of the users and groups that belong to an organization: only
   * their open pages are told of its changes. Without it, every page is told
   * that something changed, and not what.
   *
   * @remarks Called about once a second while models change: cache.
   */
  listMembers?(organizationRef: string): Promise<string[]>;
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
