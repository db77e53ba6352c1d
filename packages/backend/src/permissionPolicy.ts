import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  basicPermissions,
  modelPermissions,
  quotaUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  narrowToOwnModels,
  organizationModelsServiceRef,
} from '@orgmodels/backstage-plugin-organization-models-node';

const PLATFORM_TEAM = 'group:default/platform-team';
const OUR_PERMISSIONS = [...modelPermissions, ...basicPermissions];

/**
 * Signed-in users may manage models – their organization's only, which the
 * plugin enforces before it asks any policy –, and the platform team alone
 * changes quotas.
 */
class DevelopmentPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (isPermission(permission, quotaUpdatePermission)) {
      return decide(isPlatformTeam(user));
    }
    if (OUR_PERMISSIONS.some(({ name }) => name === permission.name)) {
      return decide(user !== undefined);
    }
    return decide(
      permission.attributes.action !== 'delete' || isPlatformTeam(user),
    );
  }
}

function isPlatformTeam(user?: PolicyQueryUser): boolean {
  return user?.info.ownershipEntityRefs.includes(PLATFORM_TEAM) ?? false;
}

function decide(allowed: boolean): PolicyDecision {
  return { result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'development-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        logger: coreServices.logger,
        models: organizationModelsServiceRef,
        policy: policyExtensionPoint,
      },
      async init({ policy, ...deps }) {
        policy.setPolicy(narrowToOwnModels(new DevelopmentPolicy(), deps));
      },
    });
  },
});
