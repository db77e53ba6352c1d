import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  type BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import { MODEL_RESOURCE_TYPE } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  createModelConditionalDecision,
  modelConditions,
} from '@orgmodels/backstage-plugin-organization-models-node';
import type { TokenIssuer } from './TokenIssuer';

/** Types of Backstage's own tokens. */
export const USER_TOKEN = 'vnd.backstage.user';
export const LIMITED_TOKEN = 'vnd.backstage.limited-user';

/**
 * Backstage's own authentication of users and of external services, with a
 * stand-in for the auth backend's keys.
 */
export function useRealAuth(issuer: TokenIssuer): BackendFeature[] {
  return [
    authServiceFactory,
    httpAuthServiceFactory,
    createBackendModule({
      pluginId: 'organization-models',
      moduleId: 'keys-of-the-auth-backend',
      register(env) {
        env.registerInit({
          deps: { http: coreServices.rootHttpRouter },
          async init({ http }) {
            http.use('/api/auth/.well-known/jwks.json', (_req, res) => {
              res.json(issuer.jwks);
            });
          },
        });
      },
    }),
  ];
}

/** What a policy says to a user: of services, Backstage decides by itself. */
export type UserPolicy = 'allow' | 'deny' | 'own';

/** A policy by user: everything, nothing, or what the user created. */
export function usePolicy(policyOf: (user: string) => UserPolicy) {
  const decide = (
    permission: Parameters<typeof isResourcePermission>[0],
    user: string,
  ): PolicyDecision => {
    const policy = policyOf(user);
    if (
      policy === 'own' &&
      isResourcePermission(permission, MODEL_RESOURCE_TYPE)
    ) {
      return createModelConditionalDecision(
        permission,
        modelConditions.isCreator({ creators: [user] }),
      );
    }
    return {
      result: policy === 'deny' ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
    };
  };
  return createServiceFactory({
    service: coreServices.permissions,
    deps: {
      auth: coreServices.auth,
      config: coreServices.rootConfig,
      discovery: coreServices.discovery,
    },
    factory({ auth, config, discovery }) {
      const real = ServerPermissionClient.fromConfig(config, {
        auth,
        discovery,
      });
      const ask =
        (verb: 'authorize' | 'authorizeConditional') =>
        async (requests: any, options: any): Promise<any> => {
          const { principal } = options.credentials;
          return principal.type === 'user'
            ? requests.map(({ permission }: any) =>
                decide(permission, principal.userEntityRef),
              )
            : real[verb](requests, options);
        };
      return {
        authorize: ask('authorize'),
        authorizeConditional: ask('authorizeConditional'),
      };
    },
  });
}
