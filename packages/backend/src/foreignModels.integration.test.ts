import path from 'node:path';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  type AuthService,
  type BackendFeature,
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalog from '@backstage/plugin-catalog-backend';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import permission from '@backstage/plugin-permission-backend';
import search from '@backstage/plugin-search-backend';
import searchCatalog from '@backstage/plugin-search-backend-module-catalog';
import catalogModels from '@orgmodels/backstage-plugin-catalog-backend-module-organization-models';
import organizationModels from '@orgmodels/backstage-plugin-organization-models-backend';
import {
  type Model,
  OrganizationModelsClient,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  MODEL_EVENTS_TOPIC,
  type ModelEventPayload,
  organizationModelsServiceRef,
} from '@orgmodels/backstage-plugin-organization-models-node';
import permissionPolicy from './permissionPolicy';

jest.setTimeout(120_000);

const MODELS = [
  buildModel('mdl_AcmeSecret00000', 'acme'),
  buildModel('mdl_AcmePublic00000', 'acme', { is_public: true }),
  buildModel('mdl_GlobexSecret000', 'globex'),
];
const [ACME_SECRET, ACME_PUBLIC, GLOBEX_SECRET] = MODELS.map(({ id }) => id);
/** A model that there never was. */
const NOWHERE = 'mdl_Nowhere00000000';

/** Groups of the development catalog that a user's token names. */
const GROUPS_OF: Record<string, string[]> = {
  'acme-engineer': ['group:default/acme-assistants'],
  'acme-admin': [
    'group:default/acme-engineering',
    'group:default/platform-team',
  ],
  'globex-engineer': ['group:default/globex-research'],
  'no-org': [],
};

const SEEN_BY = {
  'acme-engineer': [ACME_SECRET, ACME_PUBLIC],
  'globex-engineer': [ACME_PUBLIC, GLOBEX_SECRET],
  'acme-admin': [ACME_SECRET, ACME_PUBLIC, GLOBEX_SECRET],
  'no-org': [ACME_PUBLIC],
};

type User = keyof typeof SEEN_BY;

function buildModel(
  id: string,
  organization: string,
  fields: Partial<Model> = {},
): Model {
  return {
    id,
    organization_id: `group:default/${organization}`,
    name: id.toLocaleLowerCase('en-US'),
    display_name: `Canary of ${organization}`,
    description: `canary ${id}`,
    model_type: 'chat',
    namespace: 'models',
    tags: [organization],
    is_public: false,
    ...fields,
  } as Model;
}

/** The mock's tokens, by which a plugin that asks for a user is told apart. */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): AuthService {
    const mock = mockServices.auth({ pluginId: plugin.getId() });
    const authenticate = mock.authenticate.bind(mock);
    return Object.assign(mock, {
      async authenticate(token: string) {
        const { principal, ...others } = await authenticate(token);
        return {
          ...others,
          principal: token.includes('"obo"')
            ? { ...(principal as object), actor: { subject: 'plugin:some' } }
            : principal,
        };
      },
    });
  },
});

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo({ principal }) {
      const { userEntityRef } = principal as { userEntityRef: string };
      const groups = GROUPS_OF[userEntityRef.split('/')[1]] ?? [];
      return { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] };
    },
  }),
});

/** Models that no cluster has to run; organizations are the plugin's answer. */
const models = createServiceFactory({
  service: organizationModelsServiceRef,
  deps: { auth: coreServices.auth, discovery: coreServices.discovery },
  factory: deps => ({
    async getOrganizations({ credentials, signal }) {
      const { token } = await deps.auth.getPluginRequestToken({
        onBehalfOf: credentials,
        targetPluginId: 'organization-models',
      });
      return new OrganizationModelsClient({
        discoveryApi: deps.discovery,
      }).getOrganizations({ token, signal });
    },
    listModels: async () => ({ models: MODELS, total: MODELS.length }),
    getModel: async id => MODELS.find(model => model.id === id),
    createModel: async () => {
      throw new Error('Nothing is made here');
    },
  }),
});

const config = mockServices.rootConfig.factory({
  data: {
    app: { baseUrl: 'http://localhost:3000' },
    permission: { enabled: true },
    catalog: {
      locations: [
        {
          type: 'file',
          target: path.resolve(__dirname, '../catalog/organizations.yaml'),
          rules: [{ allow: ['User', 'Group'] }],
        },
      ],
    },
    search: {
      collators: {
        catalog: {
          schedule: {
            frequency: { seconds: 3 },
            timeout: { minutes: 1 },
            initialDelay: { seconds: 1 },
          },
        },
      },
    },
    organizationModels: {
      administrators: ['group:default/platform-team'],
      controller: { enabled: false },
      clusters: [
        { name: 'none', url: 'https://127.0.0.1:9', serviceAccountToken: 'x' },
      ],
      hub: { enabled: false },
    },
  },
});

let announce: (change: ModelEventPayload['change']) => Promise<void>;

/** Tells of the public model, as the plugin does when it is changed. */
const announcer = createBackendPlugin({
  pluginId: 'announcer',
  register(env) {
    env.registerInit({
      deps: { events: eventsServiceRef },
      async init({ events }) {
        announce = change =>
          events.publish({
            topic: MODEL_EVENTS_TOPIC,
            eventPayload: {
              modelId: ACME_PUBLIC,
              organizationId: 'group:default/acme',
              change,
            },
          });
      },
    });
  },
});

/** As `index.ts` has them. */
const PORTAL: BackendFeature[] = [
  permission,
  permissionPolicy,
  catalog,
  search,
  searchCatalog,
  organizationModels,
  catalogModels,
];

describe("the models of another organization, in the portal's catalog and search", () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let url: string;

  async function call(user: User, route: string, body?: object) {
    const response = await fetch(`${url}/api${route}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        Authorization: mockCredentials.user.header(`user:default/${user}`),
        'Content-Type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, text, body: text && JSON.parse(text) };
  }

  async function waitFor(what: string, isThere: () => Promise<boolean>) {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (await isThere()) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    throw new Error(`Waited in vain for ${what}`);
  }

  /** Which of the models, and nothing like them, a text tells of. */
  const toldBy = (text: string) =>
    MODELS.map(({ id }) => id).filter(id =>
      text.toLocaleLowerCase('en-US').includes(id.toLocaleLowerCase('en-US')),
    );

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        config,
        auth,
        httpAuthServiceFactory,
        permissionsServiceFactory,
        schedulerServiceFactory,
        userInfo,
        models,
        eventsServiceFactory,
        announcer,
        ...PORTAL,
      ],
    });
    const address = backend.server.address() as { port: number };
    url = `http://127.0.0.1:${address.port}`;
    await waitFor('the entities', async () => {
      const { text } = await call('acme-admin', '/catalog/entities');
      return toldBy(text).length === 3 && text.includes('globex-research');
    });
    await waitFor('the index of the search', async () => {
      const { text } = await call('acme-admin', '/search/query?term=canary');
      return toldBy(text).length === 3;
    });
  });

  afterAll(() => backend?.stop());

  describe.each(Object.entries(SEEN_BY) as [User, string[]][])(
    'to %s',
    (user, seen) => {
      const refOf = (id: string) =>
        `resource:default/${id.toLocaleLowerCase('en-US')}`;
      const hidden = MODELS.map(({ id }) => id).filter(
        id => !seen.includes(id),
      );

      it.each([
        '/catalog/entities',
        '/catalog/entities?filter=kind=resource',
        '/catalog/entities/by-query',
        '/catalog/entities/by-query?fullTextFilterTerm=canary&fullTextFilterFields=metadata.title',
        '/catalog/entities/by-query?orderField=metadata.name,desc&limit=500',
        '/catalog/entity-facets?facet=metadata.name',
        '/catalog/entity-facets?facet=metadata.annotations.organization-models.backstage.io/model-id',
        '/search/query?term=canary',
        '/search/query?term=',
        '/search/query?term=&types[0]=software-catalog&pageLimit=100',
      ])('%s tells of the own and the public ones', async route => {
        const { status, text } = await call(user, route);
        expect({ status, told: toldBy(text) }).toEqual({
          status: 200,
          told: seen,
        });
      });

      it('none is counted', async () => {
        const page = await call(
          user,
          '/catalog/entities/by-query?filter=kind=resource&limit=1',
        );
        expect(page.body.totalItems).toBe(seen.length);
        const facets = await call(
          user,
          '/catalog/entity-facets?facet=kind&facet=spec.type',
        );
        expect(facets.body.facets.kind).toContainEqual({
          value: 'Resource',
          count: seen.length,
        });
        expect(facets.body.facets['spec.type']).toContainEqual({
          value: 'ai-model',
          count: seen.length,
        });
      });

      it('each is found by its name and refs', async () => {
        for (const id of seen) {
          const name = `/catalog/entities/by-name/resource/default/${id}`;
          expect((await call(user, name)).status).toBe(200);
        }
        const { body } = await call(user, '/catalog/entities/by-refs', {
          entityRefs: seen.map(refOf),
        });
        expect(body.items.map((item: any) => item.metadata.name)).toEqual(seen);
        const { status } = await call(
          user,
          `/catalog/entities/by-name/resource/default/${seen[0]}/ancestry`,
        );
        expect(status).toBe(200);
      });

      it('those of others are as one that is not there', async () => {
        const uids: Record<string, string> = {
          [NOWHERE]: '00000000-0000-0000-0000-000000000000',
        };
        const all = await call('acme-admin', '/catalog/entities');
        for (const { metadata } of all.body) {
          uids[metadata.name] = metadata.uid;
        }
        const answersTo = async (id: string) => {
          const name = `/catalog/entities/by-name/resource/default/${id}`;
          const answers = [
            await call(user, name),
            await call(user, `${name}/ancestry`),
            await call(user, `/catalog/entities/by-uid/${uids[id]}`),
            await call(user, '/catalog/entities/by-refs', {
              entityRefs: [refOf(id)],
            }),
            await call(user, '/catalog/refresh', { entityRef: refOf(id) }),
          ];
          return answers.map(({ status, text }) => ({
            status,
            text: text
              .replaceAll(uids[id], 'UID')
              .replaceAll(id, 'ID')
              .replaceAll(id.toLocaleLowerCase('en-US'), 'ID'),
          }));
        };
        const nowhere = await answersTo(NOWHERE);
        for (const id of hidden) {
          expect(await answersTo(id)).toEqual(nowhere);
        }
      });

      it('no other entity names one', async () => {
        const { body } = await call(user, '/catalog/entities');
        const others = body.filter(({ kind }: any) => kind !== 'Resource');
        expect(others.length).toBeGreaterThan(5);
        expect(toldBy(JSON.stringify(others))).toEqual([]);
      });
    },
  );

  it('are owned by their organization all the same', async () => {
    const { body } = await call(
      'acme-engineer',
      `/catalog/entities/by-name/resource/default/${ACME_SECRET}`,
    );
    expect(body).toMatchObject({
      spec: { type: 'ai-model', owner: 'group:default/acme' },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/acme' }],
    });
    const owned = await call(
      'acme-engineer',
      '/catalog/entities/by-query?filter=relations.ownedBy=group:default/acme',
    );
    expect(toldBy(owned.text)).toEqual([ACME_SECRET, ACME_PUBLIC]);
  });

  it('cannot be removed', async () => {
    const { body } = await call('acme-admin', '/catalog/entities');
    const { metadata } = body.find(
      (entity: any) => entity.metadata.name === ACME_SECRET,
    );
    const response = await fetch(
      `${url}/api/catalog/entities/by-uid/${metadata.uid}`,
      {
        method: 'DELETE',
        headers: {
          Authorization: mockCredentials.user.header(
            'user:default/globex-engineer',
          ),
        },
      },
    );
    expect(response.status).toBe(403);
  });

  it('are hidden within seconds once they are not public any more', async () => {
    const shared = MODELS.find(({ id }) => id === ACME_PUBLIC)!;
    const name = `/catalog/entities/by-name/resource/default/${ACME_PUBLIC}`;
    expect((await call('globex-engineer', name)).status).toBe(200);
    shared.is_public = false;
    shared.display_name = 'Renamed';
    const changedAt = Date.now();
    await announce('asked');
    await waitFor('the end of what is public', async () => {
      return (await call('globex-engineer', name)).status === 404;
    });
    expect(Date.now() - changedAt).toBeLessThan(10_000);
    const own = await call('acme-engineer', name);
    expect(own.body.metadata.title).toBe('Renamed');
  });
});
