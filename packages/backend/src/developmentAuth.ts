import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

const USER_HEADER = 'x-development-user';
const USER_NAME = /^[a-z0-9-]{1,63}$/;

const authenticator = createProxyAuthenticator({
  defaultProfileTransform: async () => ({ profile: {} }),
  initialize() {},
  async authenticate({ req }) {
    const user = req.header(USER_HEADER);
    if (!user || !USER_NAME.test(user)) {
      throw new AuthenticationError(
        `The header ${USER_HEADER} must name a user of the development catalog`,
      );
    }
    return { result: { user } };
  },
});

/**
 * Signs in as any user of the development catalog, without a password.
 *
 * @remarks Whoever reaches the backend could be anybody, so it refuses to load
 * unless NODE_ENV is `development`.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'development-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        if (!config.has('auth.providers.development')) {
          return;
        }
        if (process.env.NODE_ENV !== 'development') {
          throw new Error(
            'auth.providers.development lets anybody sign in as anybody: it works with NODE_ENV=development only; remove it from the config',
          );
        }
        providers.registerProvider({
          providerId: 'development',
          factory: createProxyAuthProviderFactory({
            authenticator,
            async signInResolver({ result }, context) {
              return context.signInWithCatalogUser({
                entityRef: { name: result.user },
              });
            },
          }),
        });
      },
    });
  },
});
