import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type PermissionCondition,
  type PermissionCriteria,
  type PermissionRuleParams,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  type CallerOrganizations,
  MODEL_ID_ANNOTATION,
  PUBLIC_MODEL_LABEL,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { CallerOrganizationsCache } from './CallerOrganizationsCache';
import type { OrganizationModelsService } from './organizationModelsService';

/** Of the catalog's rules and permissions, as they are on the wire. */
const CATALOG = 'catalog';
const CATALOG_ENTITY = 'catalog-entity';

type Conditions = PermissionCriteria<
  PermissionCondition<string, PermissionRuleParams>
>;

/**
 * A policy by which the catalog, and the search over it, hold no models of
 * organizations that are not the user's.
 *
 * @remarks It narrows what the given policy decides about catalog entities:
 * what was allowed becomes conditional, what was conditional has to meet both,
 * what was denied stays denied. Entities that are no models are left as they
 * are, and so is every other permission.
 *
 * A user's organizations are those that the plugin's API answers to the user,
 * whatever resolver it has. While it does not answer, nobody has any: models
 * are hidden, the rest of the catalog works on. It asks the catalog as a
 * service, about which no policy is asked, so this never waits for itself.
 *
 * @public
 */
export function narrowToOwnModels(
  policy: PermissionPolicy,
  options: { models: OrganizationModelsService; logger: LoggerService },
): PermissionPolicy {
  const organizations = new CallerOrganizationsCache(options);
  return {
    async handle(query, user) {
      const decision = await policy.handle(query, user);
      if (
        !isResourcePermission(query.permission, CATALOG_ENTITY) ||
        decision.result === AuthorizeResult.DENY
      ) {
        return decision;
      }
      return narrow(decision, await readOrganizations(organizations, user));
    },
  };
}

async function readOrganizations(
  organizations: CallerOrganizationsCache,
  user: PolicyQueryUser | undefined,
): Promise<CallerOrganizations> {
  return user
    ? organizations.read(user.credentials)
    : { organizations: [], reads_all: false };
}

function narrow(
  decision: PolicyDecision,
  { organizations, reads_all }: CallerOrganizations,
): PolicyDecision {
  if (reads_all) {
    return decision;
  }
  const ours = isNoForeignModel(organizations);
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: CATALOG,
    resourceType: CATALOG_ENTITY,
    conditions:
      decision.result === AuthorizeResult.CONDITIONAL
        ? { allOf: [decision.conditions, ours] }
        : ours,
  };
}

function isNoForeignModel(organizations: string[]): Conditions {
  return {
    anyOf: [
      { not: rule('HAS_ANNOTATION', { annotation: MODEL_ID_ANNOTATION }) },
      rule('HAS_LABEL', { label: PUBLIC_MODEL_LABEL, value: 'true' }),
      ...(organizations.length > 0
        ? [rule('IS_ENTITY_OWNER', { claims: organizations })]
        : []),
    ],
  };
}

function rule(name: string, params: PermissionRuleParams): Conditions {
  return { resourceType: CATALOG_ENTITY, rule: name, params };
}
