import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { OrganizationModelsClient } from '@orgmodels/backstage-plugin-organization-models-common';
import { chatAction } from './chatAction';
import type { ModelAction, ModelApi } from './ModelAction';
import { readActions } from './readActions';
import { toBackstageError } from './toBackstageError';
import { writeActions } from './writeActions';

const ACTIONS = [...readActions, ...writeActions, chatAction];

/**
 * Puts what people can do with models into Backstage's registry of actions,
 * from which agents have them by MCP.
 *
 * @remarks The registry is alpha; it is known here alone. An action calls the
 * REST API as the user who runs it, so that checks, limits and audit are those
 * of everybody.
 */
export function registerActions(options: {
  registry: ActionsRegistryService;
  auth: AuthService;
  discovery: DiscoveryService;
}): void {
  const client = new OrganizationModelsClient({
    discoveryApi: options.discovery,
  });
  const openApi = async (credentials: BackstageCredentials) => {
    const { token } = await options.auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'organization-models',
    });
    return { client, options: { token } };
  };
  ACTIONS.forEach(action => register(action, options.registry, openApi));
}

function register(
  { name, title, description, effect, input, run }: ModelAction,
  registry: ActionsRegistryService,
  openApi: (credentials: BackstageCredentials) => Promise<ModelApi>,
) {
  registry.register({
    name,
    title,
    description,
    attributes: effect,
    schema: {
      input: z =>
        z.object({
          ...input(z),
          organization: z
            .string()
            .optional()
            .describe('Ref or name; needed by members of several'),
        }),
      output: z => z.object({}).passthrough(),
    },
    async action({ input: { organization, ...given }, credentials }) {
      const { client, options } = await openApi(credentials);
      try {
        const api = { client, options: { ...options, organization } };
        return { output: await run(given, api) };
      } catch (error) {
        throw toBackstageError(error);
      }
    },
  });
}
