import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import { usePolicy } from '../../__testUtils__/useRealAuth';
import {
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';

jest.setTimeout(60_000);

const ID = 'mdl_00000000000000000001';
const TOKEN = 'hf_canaryCanaryCanary';

type Written = {
  eventId: string;
  severityLevel: string;
  status: string;
  meta: Record<string, unknown>;
  error?: string;
};

describe('the audit', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let written: Written[];
  let waiting: (() => void)[];
  let stores: Database;
  let portal: TestPortal;

  const auditor = createServiceFactory({
    service: coreServices.auditor,
    deps: {},
    factory: () =>
      mockServices.auditor.mock({
        createEvent: async ({ eventId, severityLevel = 'low' }) => {
          const end = (status: string) => async (outcome: any) => {
            written.push({
              eventId,
              severityLevel,
              status,
              meta: outcome.meta,
              error: outcome.error && `${outcome.error.message}`,
            });
            waiting.shift()?.();
          };
          return { success: end('succeeded'), fail: end('failed') };
        },
      }),
  });

  /** Sends a request, and waits until its end is written down. */
  async function audited(
    verb: 'get' | 'post' | 'put' | 'delete',
    path: string,
    options: { body?: object; user?: TestUser; organization?: string } = {},
  ): Promise<Written> {
    const { body, user = 'acme-engineer', organization } = options;
    const ended = new Promise<void>(resolve => waiting.push(resolve));
    const call = portal.as(user)[verb](path);
    if (organization) {
      call.set('X-Organization', organization);
    }
    await (body ? call.send(body) : call);
    await ended;
    return written.at(-1)!;
  }

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    portal = await startPortal({
      knex,
      features: [
        auditor,
        usePolicy(user => (user.endsWith('denied') ? 'deny' : 'allow')),
      ],
      config: {
        controller: { enabled: false },
        clusters: [CLUSTER_AWAY],
      },
    });
    stores = await openStores(knex);
  });

  beforeEach(async () => {
    written = [];
    waiting = [];
    await insertModel(
      stores,
      buildStoredModel({ id: ID, spec: { huggingface_id: 'a/b' } }),
    );
  });

  afterEach(() => stores.models.remove(ID));
  afterAll(() => portal?.stop());

  it('says who read what, for which organization', async () => {
    expect(await audited('get', `/${ID}/history`)).toEqual({
      eventId: 'model-fetch',
      severityLevel: 'low',
      status: 'succeeded',
      meta: {
        queryType: 'history',
        modelId: ID,
        organizationId: 'group:default/acme',
      },
    });
    expect(await audited('get', '/ALL/')).toMatchObject({
      meta: { queryType: 'all' },
    });
  });

  it('says which fields were changed, and no value of any', async () => {
    const body = { description: 'words', tags: ['a'], display_name: 'Shown' };
    const event = await audited('put', `/${ID}`, { body });
    expect(event).toMatchObject({
      eventId: 'model-mutate',
      severityLevel: 'medium',
      status: 'succeeded',
      meta: {
        actionType: 'update',
        change: 'Updated',
        generation: 2,
        changed: ['display_name', 'description', 'tags'],
      },
    });
    expect(JSON.stringify(event)).not.toMatch(/words|Shown/);
  });

  it.each<[string, Parameters<typeof audited>, Partial<Written>]>([
    [
      'a deletion',
      ['delete', `/${ID}`],
      { severityLevel: 'high', status: 'succeeded' },
    ],
    [
      'a plan',
      ['put', `/${ID}?dry_run=true`, { body: {} }],
      { severityLevel: 'low', meta: { dryRun: true } },
    ],
    [
      'a secret',
      [
        'put',
        `/${ID}`,
        { body: { deployment_config: { hugging_face_token: TOKEN } } },
      ],
      {
        severityLevel: 'high',
        status: 'failed',
        meta: { huggingFaceToken: 'given', code: 'ClusterUnavailable' },
      },
    ],
    [
      'a secret that is taken away',
      [
        'put',
        `/${ID}`,
        { body: { deployment_config: { hugging_face_token: null } } },
      ],
      { severityLevel: 'high', meta: { huggingFaceToken: 'removed' } },
    ],
    [
      'bad fields',
      ['post', '/', { body: { name: TOKEN, nope: TOKEN } }],
      { status: 'failed', meta: { status: 400, code: 'InvalidRequest' } },
    ],
    [
      'what is not allowed',
      ['delete', `/${ID}`, { user: 'acme-denied' }],
      {
        status: 'failed',
        error: 'The permission organization-models.model.delete is needed',
        meta: { status: 403, organizationId: 'group:default/acme' },
      },
    ],
    [
      "another's model",
      ['get', `/${ID}`, { user: 'globex-engineer' }],
      { status: 'failed', meta: { status: 404, code: 'ModelNotFound' } },
    ],
    [
      "another's organization",
      ['get', '/', { organization: 'globex' }],
      { status: 'failed', meta: { status: 403 } },
    ],
  ])('writes down %s', async (_, call, expected) => {
    const event = await audited(...call);
    expect(event).toMatchObject(expected);
    expect(JSON.stringify(event)).not.toContain(TOKEN);
  });

  it('writes down bodies that cannot be read', async () => {
    const ended = new Promise<void>(resolve => waiting.push(resolve));
    await portal
      .as('acme-engineer')
      .post('/')
      .set('Content-Type', 'application/json')
      .send(`{"hugging_face_token": "${TOKEN}"`)
      .expect(400);
    await ended;
    expect(written.at(-1)).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(written)).not.toContain('canary');
  });

  it('has the history beside it, with each action, its actor and its fields', async () => {
    const change = async (body: object, user: TestUser = 'acme-engineer') => {
      await portal.as(user).put(`/${ID}`).send(body).expect(200);
      const { body: history } = await portal.as(user).get(`/${ID}/history`);
      return history.entries[0];
    };
    expect(await change({ desired_state: 'stopped' })).toMatchObject({
      code: 'Stopped',
      actor: 'user:default/acme-engineer',
      generation: 2,
      changes: [{ path: 'desired_state', to: 'stopped' }],
    });
    expect(await change({ tags: ['b'] }, 'acme-colleague')).toMatchObject({
      code: 'Updated',
      actor: 'user:default/acme-colleague',
      changes: [{ path: 'tags', to: ['b'] }],
    });
  });

  it('says through whom a user asked, as the history does', async () => {
    const credentials = mockCredentials.user.token('user:default/two-orgs', {
      actor: { subject: 'plugin:mcp-actions' },
    });
    const ended = new Promise<void>(resolve => waiting.push(resolve));
    await portal
      .as('two-orgs')
      .delete(`/${ID}`)
      .set('Authorization', `Bearer ${credentials}`)
      .set('X-Organization', 'acme')
      .expect(204);
    await ended;
    expect(written.at(-1)?.meta).toMatchObject({ via: 'plugin:mcp-actions' });
    const { body } = await portal.as('acme-engineer').get(`/${ID}/history`);
    expect(body.entries[0]).toMatchObject({
      code: 'Deleted',
      actor: 'user:default/two-orgs',
      via: 'plugin:mcp-actions',
    });
  });
});
