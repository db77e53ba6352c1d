import { TestDatabases } from '@backstage/backend-test-utils';
import { buildOpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import { endAtFirstEvent } from '../../__testUtils__/endAtFirstEvent';
import { listOperations } from '../../__testUtils__/listOperations';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import { TokenIssuer } from '../../__testUtils__/TokenIssuer';
import {
  LIMITED_TOKEN,
  USER_TOKEN,
  usePolicy,
  useRealAuth,
} from '../../__testUtils__/useRealAuth';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';
import { INFERENCE_CALLS } from '../../domain/engines/ModelRuntime';

jest.setTimeout(20_000);

const PLUGIN_MOUNT = '/api/organization-models/v1/organization/models';
const operations = listOperations(buildOpenApiDocument());

/** Whom no route lets in, whatever it is about. */
const NOBODY = {
  'without a token': 401,
  'with a bad token': 401,
  'with a limited token': 401,
  'with a cookie': 401,
  'with an expired token': 401,
  'as a member of no organization': 403,
  "as a member, for another's organization": 403,
  'as a service without an organization': 403,
  "as a service, for another's organization": 403,
  'as a service that is restricted to another plugin': 403,
  'as the subject of a token provider without an organization': 403,
};

type Somebody =
  | 'foreigner'
  | 'denied'
  | 'colleague'
  | 'creator'
  | 'member'
  | 'administrator'
  | 'service'
  | 'reader'
  | 'workload';

type Row = Record<Somebody, number | string>;

const forAll = (answer: number | string): Row => ({
  foreigner: answer,
  denied: answer,
  colleague: answer,
  creator: answer,
  member: answer,
  administrator: answer,
  service: answer,
  reader: answer,
  workload: answer,
});

/** `200 of 1` is a list with a total. */
const LIST: Row = {
  ...forAll('200 of 1'),
  foreigner: '200 of 0',
  denied: '200 of 0',
  colleague: '200 of 0',
};

const DETAIL: Row = {
  ...forAll(200),
  foreigner: 404,
  denied: 403,
  colleague: 403,
};

const CHANGE: Row = { ...DETAIL, administrator: 400, reader: 403 };

/** Of one's own organization; the administrator asks for all at once. */
const QUOTA: Row = {
  ...forAll(200),
  denied: 403,
  administrator: 400,
  reader: 403,
};

/** Tokens are asked of the clusters, which are away here. */
const TOKENS_OF_ORGANIZATION: Row = {
  ...forAll(503),
  denied: 403,
  administrator: 400,
  reader: 403,
};

/** Of the organization: makes, lists and revokes what is its own. */
const KEYS_OF_ORGANIZATION: Row = { ...QUOTA, reader: 403 };

/** No engine runs here: 503 is the answer to whoever may talk to the model. */
const TALK: Row = {
  ...forAll(503),
  foreigner: 404,
  denied: 403,
  colleague: 403,
  administrator: 400,
  reader: 403,
};

function answering(status: number): Partial<Row> {
  return {
    ...{ creator: status, member: status },
    ...{ service: status, workload: status },
  };
}

/** The cluster is away: 503 is the answer to whoever may create. */
const ROUTES: Record<string, Row> = {
  'GET /status': { ...forAll(200), denied: 403 },
  'GET /': LIST,
  'GET /all': LIST,
  'POST /': { ...forAll(503), denied: 403, administrator: 400, reader: 403 },
  // What is there is asked of the cluster, which is away
  'POST /adopt': {
    ...forAll(503),
    ...{ denied: 403, administrator: 400, reader: 403 },
  },
  'GET /organizations': forAll(200),
  'GET /quota': QUOTA,
  'PUT /quota': { ...QUOTA, service: 403, workload: 403 },
  'GET /tokens': TOKENS_OF_ORGANIZATION,
  'PUT /tokens/{name}': TOKENS_OF_ORGANIZATION,
  'DELETE /tokens/{name}': TOKENS_OF_ORGANIZATION,
  'GET /keys': KEYS_OF_ORGANIZATION,
  'POST /keys': {
    ...KEYS_OF_ORGANIZATION,
    ...{ foreigner: 201, colleague: 201, creator: 201 },
    ...{ member: 201, service: 201, workload: 201 },
  },
  'DELETE /keys/{key_id}': {
    ...KEYS_OF_ORGANIZATION,
    ...{ foreigner: 404, colleague: 404, creator: 404 },
    ...{ member: 404, service: 404, workload: 404 },
  },
  'GET /usage': KEYS_OF_ORGANIZATION,
  'GET /openai/v1/models': { ...forAll(200), administrator: 400 },
  'GET /openai/v1/models/{model}': { ...TALK, ...answering(200) },
  'GET /{id}/v1/models': { ...TALK, ...answering(200) },
  'GET /{id}/v1/models/{model}': { ...TALK, ...answering(200) },
  ...Object.fromEntries(
    INFERENCE_CALLS.flatMap(call => [
      [`POST /openai/v1/${call}`, forAll(400)],
      [`POST /{id}/v1/${call}`, TALK],
    ]),
  ),
  'GET /{id}': DETAIL,
  'PUT /{id}': CHANGE,
  'POST /{id}/refresh': {
    ...CHANGE,
    creator: 503,
    member: 503,
    service: 503,
    workload: 503,
  },
  'POST /{id}/release': CHANGE,
  'POST /{id}/transfer': {
    ...CHANGE,
    ...{ creator: 403, member: 403, service: 403, workload: 403 },
  },
  'POST /{id}/pause-healing': CHANGE,
  'DELETE /{id}/pause-healing': CHANGE,
  'DELETE /{id}': {
    ...CHANGE,
    creator: 204,
    member: 204,
    service: 204,
    workload: 204,
  },
  'GET /{id}/history': DETAIL,
  // There is but the first: who may is told so, and all else is away
  'POST /{id}/rollback': {
    ...CHANGE,
    creator: 404,
    member: 404,
    service: 404,
    workload: 404,
  },
  'GET /{id}/history/{generation}': DETAIL,
  'GET /{id}/watch': DETAIL,
  'GET /{id}/pods': DETAIL,
  'GET /{id}/events': DETAIL,
  'GET /{id}/diagnosis': DETAIL,
  // Nothing was seen of its pods: that is told whoever may read logs
  'GET /{id}/logs': {
    ...forAll(409),
    foreigner: 404,
    denied: 403,
    colleague: 403,
    reader: 403,
  },
  'GET /metrics': { ...forAll(200), administrator: 400 },
  'GET /{id}/metrics': DETAIL,
  'GET /{id}/manifests': DETAIL,
};

const BODIES: Record<string, object> = {
  'POST /': { name: 'new', model_type: 'chat', huggingface_id: 'a/b' },
  'POST /adopt': { cluster: 'test', namespace: 'models', name: 'a' },
  'POST /{id}/transfer': { organization_id: 'globex' },
  'POST /{id}/pause-healing': { for: '1h' },
  'PUT /{id}': { description: 'changed' },
  'PUT /quota': { hard: null },
  'POST /{id}/rollback': { generation: 7 },
  'PUT /tokens/{name}': { value: 'hf_x' },
  'POST /keys': { name: 'a key' },
  ...Object.fromEntries(
    INFERENCE_CALLS.flatMap(call => [
      [`POST /openai/v1/${call}`, {}],
      [`POST /{id}/v1/${call}`, {}],
    ]),
  ),
};

const TOKENS = {
  ci: 'ci-static-token',
  reader: 'reader-static-token',
  elsewhere: 'elsewhere-static-token',
  stranger: 'stranger-static-token',
};

const restrictedTo = (plugin: string, permission?: string) => [
  { plugin, ...(permission ? { permission } : {}) },
];

const staticToken = (subject: keyof typeof TOKENS, rest: object = {}) => ({
  type: 'static',
  options: { token: TOKENS[subject], subject },
  ...rest,
});

/** A repository, as providers of workload identity name it. */
const WORKLOAD = 'repo:acme/models.example:ref:refs/heads/main';

const CREATOR = 'user:default/acme-engineer';

describe('who may do what', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let issuer: TokenIssuer;
  let knex: Knex;
  let stores: Database;
  let portal: TestPortal;
  let made = 0;

  const nextId = () => `mdl_${String(++made).padStart(20, '0')}`;

  const storeModel = (
    given: Partial<Parameters<typeof buildStoredModel>[0]> = {},
  ) => {
    const id = nextId();
    return insertModel(
      stores,
      buildStoredModel({
        createdBy: CREATOR,
        name: `m-${made}`,
        id,
        ...given,
        spec: { huggingface_id: 'a/b', ...given.spec },
      }),
    );
  };

  const userToken = (name: string, claims: object = {}) =>
    issuer.sign(
      { sub: `user:default/${name}`, uip: 'proof', ...claims },
      USER_TOKEN,
    );

  const bearer = (token: string, organization?: string) => ({
    Authorization: `Bearer ${token}`,
    ...(organization ? { 'X-Organization': organization } : {}),
  });

  const nobodies = (): Record<keyof typeof NOBODY, Record<string, string>> => {
    const limited = issuer.sign(
      { sub: 'user:default/acme-engineer' },
      LIMITED_TOKEN,
    );
    const subject = (sub: string) =>
      issuer.sign({ sub, iss: 'idp', aud: 'portal' });
    return {
      'without a token': {},
      'with a bad token': bearer('nonsense'),
      'with a limited token': bearer(limited),
      'with a cookie': { Cookie: `backstage-auth=${limited}` },
      'with an expired token': bearer(userToken('acme-engineer', { exp: 1 })),
      'as a member of no organization': bearer(userToken('no-org')),
      "as a member, for another's organization": bearer(
        userToken('acme-engineer'),
        'globex',
      ),
      'as a service without an organization': bearer(TOKENS.stranger),
      "as a service, for another's organization": bearer(TOKENS.ci, 'globex'),
      'as a service that is restricted to another plugin': bearer(
        TOKENS.elsewhere,
      ),
      'as the subject of a token provider without an organization': bearer(
        subject('repo:evil/models'),
        'acme',
      ),
    };
  };

  const somebodies = (): Record<Somebody, Record<string, string>> => ({
    foreigner: bearer(userToken('globex-engineer')),
    denied: bearer(userToken('acme-denied')),
    colleague: bearer(userToken('acme-colleague')),
    creator: bearer(userToken('acme-engineer')),
    member: bearer(userToken('two-orgs'), 'acme'),
    administrator: bearer(userToken('acme-admin'), '*'),
    service: bearer(TOKENS.ci, 'group:default/acme'),
    reader: bearer(TOKENS.reader),
    workload: bearer(issuer.sign({ sub: WORKLOAD, iss: 'idp', aud: 'portal' })),
  });

  const send = (
    route: string,
    {
      headers,
      id,
      mount = ROOT_MOUNT,
    }: { headers: Record<string, string>; id: string; mount?: string },
  ) => {
    const [method, template] = route.split(' ');
    const call = request(portal.url)
      [method.toLowerCase() as 'get'](
        mount +
          template
            .replace('{id}', id)
            .replace('{model}', id)
            .replace('{name}', 'gated')
            .replace('{generation}', '1')
            .replace('{key_id}', 'key_00000000000000000001'),
      )
      .set(headers);
    if (route.endsWith('/watch')) {
      call.buffer(true).parse(endAtFirstEvent);
    }
    return BODIES[route] ? call.send(BODIES[route]) : call;
  };

  beforeAll(async () => {
    issuer = await TokenIssuer.start();
    knex = await databases.init('SQLITE_3');
    portal = await startPortal({
      knex,
      auth: {
        features: useRealAuth(issuer),
        config: {
          permission: { enabled: true },
          backend: {
            auth: {
              externalAccess: [
                staticToken('ci'),
                staticToken('reader', {
                  accessRestrictions: restrictedTo(
                    'organization-models',
                    'organization-models.model.read, organization-models.cluster.read',
                  ),
                }),
                staticToken('elsewhere', {
                  accessRestrictions: restrictedTo('catalog'),
                }),
                staticToken('stranger'),
                {
                  type: 'jwks',
                  options: {
                    url: issuer.url,
                    issuer: 'idp',
                    audience: 'portal',
                    algorithm: 'ES256',
                    subjectPrefix: 'idp',
                  },
                },
              ],
            },
          },
        },
      },
      features: [
        usePolicy(
          user =>
            ((
              {
                'user:default/acme-denied': 'deny',
                'user:default/acme-colleague': 'own',
                'user:default/acme-engineer': 'own',
              } as const
            )[user] ?? 'allow'),
        ),
      ],
      config: {
        controller: { enabled: false },
        clusters: [CLUSTER_AWAY],
        administrators: ['platform-team'],
        organization: {
          externalSubjects: {
            ci: ['acme'],
            reader: ['group:default/acme'],
            elsewhere: ['acme'],
            [`external:idp:${WORKLOAD}`]: ['acme'],
          },
        },
      },
    });
    stores = await openStores(knex);
  });

  afterAll(async () => {
    await portal?.stop();
    await issuer?.stop();
  });

  afterEach(async () => {
    const rows = await knex('models').select('id');
    for (const { id } of rows) {
      await stores.models.remove(id);
    }
  });

  describe.each(operations.map(({ name }) => name))('%s', route => {
    it('has a row in the table of this test', () => {
      expect(Object.keys(ROUTES)).toContain(route);
    });

    it.each(Object.entries(NOBODY))(
      'lets nobody in who comes %s',
      async (who, status) => {
        const { id } = await storeModel();
        const headers = nobodies()[who as keyof typeof NOBODY];
        for (const mount of [ROOT_MOUNT, PLUGIN_MOUNT]) {
          const answer = await send(route, { headers, id, mount });
          expect([mount, answer.status]).toEqual([mount, status]);
          expect(answer.text).not.toContain('m-');
        }
        expect((await stores.models.readById(id))?.generation).toBe(1);
      },
    );

    it.each(Object.entries(ROUTES[route] ?? {}))(
      'answers %s %s',
      async (who, expected) => {
        for (const mount of [ROOT_MOUNT, PLUGIN_MOUNT]) {
          const { id } = await storeModel();
          const headers = somebodies()[who as Somebody];
          const { status, body } = await send(route, { headers, id, mount });
          const seen =
            typeof body?.total === 'number'
              ? `${status} of ${body.total}`
              : status;
          expect({ mount, seen, body }).toEqual({
            mount,
            seen: expected,
            body,
          });
          await stores.models.remove(id);
        }
      },
    );
  });

  describe("another organization's model", () => {
    const ofModel = operations
      .map(({ name }) => name)
      .filter(name => name.includes('{id}'));

    async function watch(route: string, id: string) {
      const queries: string[] = [];
      // What others used is written down meanwhile
      const listen = ({ sql }: { sql: string }) =>
        /usage_days|key_minutes|^(BEGIN|COMMIT)/.test(sql) || queries.push(sql);
      knex.on('query', listen);
      const answer = await send(route, { headers: somebodies().foreigner, id });
      knex.removeListener('query', listen);
      const { date, ...headers } = answer.headers;
      return {
        status: answer.status,
        text: answer.text.replaceAll(id, 'ID'),
        headers: { ...headers, etag: headers.etag && 'an etag' },
        queries,
      };
    }

    it.each(ofModel)('is, to %s, as one that is not there', async route => {
      const { id } = await storeModel();
      await watch(route, id);
      const theirs = await watch(route, id);
      expect(theirs.status).toBe(404);
      expect(theirs.queries).not.toEqual([]);
      expect(theirs).toEqual(await watch(route, nextId()));
    });

    it('is in no list, count, search or order', async () => {
      await storeModel({ spec: { description: 'secret plans' } });
      for (const path of [
        '/',
        '/?q=secret',
        '/?created_by=user:default/acme-engineer',
        '/?sort=name&limit=1',
        '/all',
      ]) {
        const { body } = await request(portal.url)
          .get(`${ROOT_MOUNT}${path}`)
          .set(somebodies().foreigner)
          .expect(200);
        expect([path, body]).toEqual([path, { models: [], total: 0 }]);
      }
    });

    it('can be read when it is public, and nothing else', async () => {
      const { id } = await storeModel({ spec: { is_public: true } });
      for (const route of ofModel) {
        const { status } = await send(route, {
          headers: somebodies().foreigner,
          id,
        });
        expect([route, status]).toEqual([
          route,
          ['GET /{id}', 'GET /{id}/watch'].includes(route) ? 200 : 404,
        ]);
      }
      const { body } = await send('GET /all', {
        headers: somebodies().foreigner,
        id,
      });
      expect(body.models.map((model: any) => model.id)).toEqual([id]);
    });
  });

  it('shows what belongs to a vanished organization to administrators', async () => {
    const { id } = await storeModel({ organizationId: 'group:default/gone' });
    for (const who of ['member', 'foreigner', 'service'] as const) {
      const { status } = await send('GET /{id}', {
        headers: somebodies()[who],
        id,
      });
      expect([who, status]).toEqual([who, 404]);
    }
    const { administrator } = somebodies();
    await send('GET /{id}', { headers: administrator, id }).expect(200);
    const named = { ...administrator, 'X-Organization': 'gone' };
    await send('GET /{id}', { headers: named, id }).expect(403);
  });

  it('lets administrators alone forget a model by force', async () => {
    const { id } = await storeModel({ organizationId: 'group:default/globex' });
    const { administrator, foreigner, creator } = somebodies();
    const named = { ...administrator, 'X-Organization': 'globex' };
    const remove = (headers: typeof creator, query: object) =>
      send('DELETE /{id}', { headers, id }).query(query);
    await remove(foreigner, { force: 'true' }).expect(403);
    await remove(creator, { force: 'true' }).expect(403);
    await remove(foreigner, { force: 'maybe' }).expect(400);
    await remove(named, { dry_run: 'true', force: 'true' }).expect(400);
    await remove(foreigner, { dry_run: 'true' }).expect(200);
    await remove(named, { force: 'false' }).expect(403);
    await send('GET /{id}', { headers: foreigner, id }).expect(200);
    const { body } = await remove(named, { force: 'true' }).expect(200);
    expect(body).toMatchObject({
      id,
      label_selector: expect.stringContaining(`model-id=${id}`),
      message: expect.stringContaining('have to be deleted there'),
    });
    await send('GET /{id}', { headers: foreigner, id }).expect(404);
    expect(await stores.models.readById(id)).toBeUndefined();
  });

  it('lets administrators forget and move models of a vanished organization', async () => {
    const { id } = await storeModel({ organizationId: 'group:default/gone' });
    const { administrator, member } = somebodies();
    const named = { ...administrator, 'X-Organization': 'gone' };
    const theirs = { ...member, 'X-Organization': 'gone' };
    await send('DELETE /{id}', { headers: theirs, id })
      .query({ force: 'true' })
      .expect(403);
    await send('POST /{id}/transfer', { headers: theirs, id }).expect(403);
    // Its cluster is away: that is all that is in the way
    await send('POST /{id}/transfer', { headers: named, id }).expect(503);
    await send('DELETE /{id}', { headers: named, id })
      .query({ force: 'true' })
      .expect(200);
    expect(await stores.models.readById(id)).toBeUndefined();
  });

  it('shows /all by one query for models, however many there are', async () => {
    for (let count = 0; count < 5; count++) {
      await storeModel();
    }
    const queries: string[] = [];
    const listen = ({ sql }: { sql: string }) => queries.push(sql);
    knex.on('query', listen);
    const { body } = await send('GET /all', {
      headers: somebodies().creator,
      id: '',
    });
    knex.removeListener('query', listen);
    expect(body.total).toBe(5);
    const ofTables = queries.filter(sql => /`(models|workloads)`/.test(sql));
    expect(ofTables).toHaveLength(2);
    expect(ofTables[0]).toContain('created_by');
  });
});
