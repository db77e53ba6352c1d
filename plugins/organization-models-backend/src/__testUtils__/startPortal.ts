import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import plugin from '../index';
import { organizationModelsPlugin } from '../plugin';

/** Users of the test portal, and the groups that own what they own. */
const GROUPS_OF: Record<string, string[]> = {
  'user:default/acme-engineer': ['group:default/acme-assistants'],
  'user:default/acme-admin': [
    'group:default/acme-assistants',
    'group:default/platform-team',
  ],
  'user:default/globex-engineer': ['group:default/globex'],
  'user:default/two-orgs': [
    'group:default/acme-assistants',
    'group:default/globex',
  ],
  'user:default/acme-colleague': ['group:default/acme-assistants'],
  'user:default/acme-denied': ['group:default/acme'],
  'user:default/no-org': [],
};

export type TestUser =
  | 'acme-engineer'
  | 'acme-admin'
  | 'globex-engineer'
  | 'two-orgs'
  | 'acme-colleague'
  | 'acme-denied'
  | 'no-org';

/** A backend with the plugin, as its users meet it: over HTTP. */
export type TestPortal = {
  /** Calls the API at the root mount. */
  as(user: TestUser): ApiCaller;
  url: string;
  stop(): Promise<void>;
};

export type ApiCaller = Record<
  'get' | 'post' | 'put' | 'delete',
  (path: string) => request.Test
>;

export const ROOT_MOUNT = '/v1/organization/models';

export type PortalOptions = {
  kubeconfig?: string;
  /** Of `TestDatabases.init`; SQLite in memory by default. */
  knex?: Knex;
  /** Laid over `organizationModels` of the config. */
  config?: JsonObject;
  /** The config of other plugins. */
  rootConfig?: JsonObject;
  features?: BackendFeature[];
  /** In place of tokens that only tests know. */
  auth?: { features: BackendFeature[]; config: JsonObject };
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo(credentials) {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return {
        userEntityRef,
        ownershipEntityRefs: [
          userEntityRef,
          ...(GROUPS_OF[userEntityRef] ?? []),
        ],
      };
    },
  }),
});

const GROUPS: Entity[] = [
  group('acme', 'organization'),
  group('acme-engineering', 'department', 'acme'),
  group('acme-assistants', 'team', 'acme-engineering'),
  group('globex', 'organization'),
  group('platform-team', 'team'),
];

function group(name: string, type: string, parent?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type, children: [] },
    relations: parent
      ? [{ type: 'childOf', targetRef: `group:default/${parent}` }]
      : [],
  };
}

export async function startPortal(
  options: PortalOptions = {},
): Promise<TestPortal> {
  const backend = await startTestBackend({
    features: [
      // Beside modules of the plugin, a test backend makes up the plugin itself
      // unless it sees it, which it does not in a loader
      options.auth ? organizationModelsPlugin : plugin,
      mockServices.rootConfig.factory({ data: toConfig(options) }),
      catalogServiceMock.factory({ entities: GROUPS }),
      userInfo,
      ...(options.auth?.features ?? [
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
      ]),
      ...(options.knex
        ? [mockServices.database.factory({ knex: options.knex })]
        : []),
      ...(options.features ?? []),
    ],
  });
  const { server } = backend;
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    as: user => callerOf(server, user),
    stop: () => backend.stop(),
  };
}

function toConfig(options: PortalOptions): JsonObject {
  const { kubeconfig, config, rootConfig, auth } = options;
  return {
    ...rootConfig,
    ...auth?.config,
    organizationModels: {
      installationId: 'test-portal',
      hub: { enabled: false },
      clusters: kubeconfig
        ? [
            {
              name: 'test',
              kubeconfig: { file: kubeconfig },
              namespace: 'models',
            },
          ]
        : [],
      ...config,
    },
  };
}

/** Calls the API of a portal, of this process or at a URL. */
export function callerOf(
  server: Parameters<typeof request>[0],
  user: TestUser,
): ApiCaller {
  const authorization = mockCredentials.user.header(`user:default/${user}`);
  const call = (verb: keyof ApiCaller) => (path: string) =>
    request(server)
      [verb](`${ROOT_MOUNT}${path}`)
      .set('Authorization', authorization);
  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    delete: call('delete'),
  };
}
