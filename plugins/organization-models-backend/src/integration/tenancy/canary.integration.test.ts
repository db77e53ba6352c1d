import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Hub,
  startHub,
  useCluster,
  waitFor,
} from '@orgmodels/dev-cluster';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { Response, Test } from 'supertest';
import { databases } from '../../__testUtils__/databases';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { openSqliteFile } from '../../__testUtils__/openSqliteFile';
import { recordOutput, type Recordings } from '../../__testUtils__/recordings';
import {
  type ApiCaller,
  callerOf,
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';
import { listStrayTokens } from '../../__testUtils__/strayTokens';

jest.setTimeout(180_000);

const CANARY = 'hf_CanaryWhichNobodyMaySee1234';
/** What its rotated forms have in common, plain and as Secrets have it. */
const TRACES = [
  'canarywhichnobodymaysee',
  Buffer.from(CANARY).toString('base64').slice(0, 36).toLowerCase(),
];

/** A policy of a cluster that quotes whole Secrets. */
const QUOTING_POLICY = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'quoting' },
      spec: {
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['secrets'],
            },
          ],
        },
        validations: [
          {
            expression: "!object.metadata.name.startsWith('quoted')",
            messageExpression:
              "'no Secret like ' + object.metadata.name + ' with ' + string(object.data['token'])",
          },
        ],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'quoting' },
      spec: { policyName: 'quoting', validationActions: ['Deny'] },
    },
  ],
};

function findTraces(texts: Iterable<string>): string[] {
  return [...texts].filter(text =>
    TRACES.some(trace => text.toLowerCase().includes(trace)),
  );
}

describe('a token is in its Secret and nowhere else', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const output: Recordings = { logs: [], events: [], signals: [] };
  const answers: string[] = [];
  let hub: Hub;

  beforeAll(async () => {
    hub = await startHub();
  });

  afterAll(() => hub?.stop());

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const portals: TestPortal[] = [];
    let directory: string;
    let knex: Knex;
    let portal: TestPortal;
    let id: string;

    const start = async (config: JsonObject = {}, kubeconfig?: string) => {
      const started = await startPortal({
        knex,
        kubeconfig,
        config: { installationId: databaseId.toLowerCase(), ...config },
        features: recordOutput(output),
      });
      portals.push(started);
      return started;
    };

    /** The API as a user has it; every answer is kept. */
    const as = (user: TestUser, at = portal): ApiCaller => {
      const caller = callerOf(at.url, user);
      const call = (verb: keyof ApiCaller) => (path: string) =>
        keep(caller[verb](path));
      return {
        get: call('get'),
        post: call('post'),
        put: call('put'),
        delete: call('delete'),
      };
    };

    const keep = (test: Test): Test =>
      test.on('response', (response: Response) => {
        const { status, headers, text } = response;
        answers.push(JSON.stringify([status, headers, text]));
      });

    const models = new ModelsDriver(() => as('acme-engineer'));
    const name = `canary-${databaseId.toLowerCase().replace(/_/g, '-')}`;
    const secretName = `${name}-hugging-face-token`;
    const body = (fields: object = {}) => ({
      name,
      model_type: 'chat',
      huggingface_id: 'Qwen/Qwen3-0.6B',
      deployment_config: { gpu_count: 0, hugging_face_token: CANARY },
      ...fields,
    });

    const get = async (...args: string[]) =>
      JSON.parse(
        await cluster.kubectl(['-n', 'models', 'get', ...args, '-o', 'json']),
      );
    const readToken = async () =>
      Buffer.from(
        (await get('secret', secretName)).data.token,
        'base64',
      ).toString();

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'canary-'));
      knex =
        databaseId === 'SQLITE_3'
          ? openSqliteFile(join(directory, 'portal.sqlite'))
          : await databases.init(databaseId);
      portal = await start({}, cluster.kubeconfig);
      await models.waitUntilReady();
      const created = await as('acme-engineer')
        .post('/')
        .set('Idempotency-Key', 'canary')
        .send(body())
        .expect(201);
      id = created.body.model.id;
      await models.waitForStatus(id, 'running');
    });

    afterAll(async () => {
      for (const started of portals.reverse()) {
        await started.stop();
      }
      await knex?.destroy();
      await rm(directory, { recursive: true, force: true });
    });

    it('while it is made, planned, changed and taken away', async () => {
      const put = (fields: object, query = '') =>
        as('acme-engineer').put(`/${id}${query}`).send(fields);
      const token = (hugging_face_token: string | null) => ({
        deployment_config: { hugging_face_token },
      });
      expect(await readToken()).toBe(CANARY);
      await as('acme-engineer')
        .post('/')
        .set('Idempotency-Key', 'canary')
        .send(body())
        .expect(201);
      await as('acme-engineer')
        .post('/?dry_run=true')
        .send(body({ name: 'planned' }))
        .expect(200);
      await put(token(`${CANARY}Planned`), '?dry_run=true').expect(200);
      expect(await readToken()).toBe(CANARY);
      await put({ ...token(`${CANARY}Second`), restart: true }).expect(200);
      await put(token(`${CANARY}Third`)).expect(200);
      expect(await readToken()).toBe(`${CANARY}Third`);
      await models.waitForStatus(id, 'running');
    });

    it('while another writes it on our objects', async () => {
      const key = 'organization-models.backstage.io/organization-ref';
      await cluster.kubectl([
        ...['-n', 'models', 'annotate', '--overwrite'],
        ...['deployment', name, `${key}=${CANARY}`],
      ]);
      await waitFor('the repair in the history', async () => {
        const history = await models.readHistory(id);
        return history.some(({ code }) => code === 'DriftHealed');
      });
    });

    it.each(listStrayTokens(CANARY))('in %s', async (_, stray) => {
      const isText = typeof stray === 'string';
      const fields = isText || Array.isArray(stray) ? {} : (stray as object);
      const whole = isText || Array.isArray(stray) ? stray : body(fields);
      for (const test of [
        as('acme-engineer').post('/').send(whole),
        as('acme-engineer').post('/?dry_run=true').send(whole),
        as('acme-engineer')
          .put(`/${id}`)
          .send(isText || Array.isArray(stray) ? stray : fields),
      ]) {
        const { status } = await test.type('json');
        expect(status).toBe(400);
      }
    });

    it('when it is refused for another reason', async () => {
      const post = (fields: object, user: TestUser = 'acme-engineer') =>
        as(user).post('/').send(body(fields));
      const token = { hugging_face_token: CANARY };
      await post({}).expect(409);
      await post({ name: 'other', plan_hash: CANARY }).expect(409);
      await post({
        name: 'other',
        deployment_config: { ...token, gpu_count: 64 },
      }).expect(400);
      await post({ name: 'other' })
        .set('Idempotency-Key', 'canary')
        .expect(409);
      for (const [header, status] of [
        ['X-Organization', 403],
        ['Idempotency-Key', 400],
      ] as const) {
        await post({ name: 'other' }).set(header, CANARY).expect(status);
      }
      await as('acme-engineer')
        .post('/')
        .type('text/plain')
        .send(JSON.stringify(body()))
        .expect(400);
      await post({}, 'no-org').expect(403);
      await post({}, 'two-orgs').expect(400);
      const put = (user: TestUser) =>
        as(user).put(`/${id}`).send({ deployment_config: token });
      await put('globex-engineer').expect(404);
      await put('acme-engineer').set('If-Match', CANARY).expect(400);
      await put('acme-engineer').set('If-Match', '"1"').expect(412);
      await as('acme-engineer').get(`/${id}/history?limit=x`).expect(400);
    });

    it('when it is a token of the organization', async () => {
      const put = (path: string, sent: unknown) =>
        as('acme-engineer')
          .put(path)
          .type('json')
          .send(sent as object);
      await put('/tokens/shared', { value: CANARY }).expect(200);
      await put('/tokens/shared', { value: [CANARY] }).expect(400);
      await put('/tokens/shared', { token: CANARY }).expect(400);
      await put('/tokens/shared', { value: 'x', [CANARY]: 1 }).expect(400);
      await put('/tokens/shared', `{"value": "${CANARY}`).expect(400);
      await put(`/tokens/shared`, { value: ` ${CANARY}` }).expect(400);
      await as('no-org').put('/tokens/x').send({ value: CANARY }).expect(403);
      await as('acme-engineer').get('/tokens').expect(200);
    });

    it('when the cluster, the hub or the policy refuses it', async () => {
      await cluster.kubectl(['apply', '-f', '-'], {
        input: JSON.stringify(QUOTING_POLICY),
      });
      let attempts = 0;
      const quoted = await waitFor('the policy to hold', async () => {
        const response = await as('acme-engineer')
          .post('/')
          .send(
            body({
              name: `quoted-${attempts++}-${name}`,
              desired_state: 'stopped',
            }),
          );
        return response.status !== 201 && response;
      });
      expect(quoted.body.error).toMatchObject({
        code: 'RejectedByCluster',
        message: expect.stringMatching(/no Secret like quoted-.* with \*+$/),
      });
      await cluster.kubectl(['delete', '-f', '-'], {
        input: JSON.stringify(QUOTING_POLICY),
      });

      const beside: [JsonObject, number][] = [
        [{ hub: { url: hub.url } }, 400],
        [{ hub: { url: 'http://127.0.0.1:9' } }, 200],
        [{ policy: { default: { tags: { required: ['x:*'] } } } }, 400],
        [
          {
            clusters: [
              {
                name: 'away',
                url: 'https://127.0.0.1:9',
                serviceAccountToken: 'x',
              },
            ],
          },
          503,
        ],
      ];
      for (const [config, status] of beside) {
        const other = await start(
          { controller: { enabled: false }, ...config },
          cluster.kubeconfig,
        );
        await as('acme-engineer', other)
          .post('/?dry_run=true')
          .send(body({ name: 'beside' }))
          .expect(status);
      }
    });

    it('in whatever can be read', async () => {
      const { logs, events, signals } = output;
      // The catalog's entities and open pages are made of these answers
      for (const part of ['', '/history', '/manifests', '/pods', '/events']) {
        await as('acme-engineer').get(`/${id}${part}`).expect(200);
      }
      for (const path of ['/', '/all', '/status']) {
        await as('acme-engineer').get(path).expect(200);
      }
      expect(logs.length).toBeGreaterThan(0);
      expect(events.length).toBeGreaterThan(0);
      expect(answers.length).toBeGreaterThan(100);
      expect(findTraces(logs)).toEqual([]);
      expect(findTraces(events)).toEqual([]);
      expect(findTraces(signals)).toEqual([]);
      expect(findTraces(answers)).toEqual([]);
    });

    it('in the database', async () => {
      const tables: { name: string }[] =
        databaseId === 'SQLITE_3'
          ? await knex('sqlite_master').where({ type: 'table' }).select('name')
          : await knex('pg_tables')
              .whereRaw('schemaname = current_schema()')
              .select({ name: 'tablename' });
      expect(tables.length).toBeGreaterThan(10);
      for (const { name: table } of tables) {
        const rows = await knex(table).select();
        expect([
          table,
          findTraces(rows.map(row => JSON.stringify(row))),
        ]).toEqual([table, []]);
      }
      const files = await readdir(directory);
      for (const file of files) {
        const bytes = await readFile(join(directory, file), 'latin1');
        expect([file, findTraces([bytes]).length]).toEqual([file, 0]);
      }
    });

    it('in the cluster', async () => {
      const kinds =
        'deployments,replicasets,services,pods,configmaps,events,podautoscalers,secrets';
      const { items } = await get(kinds);
      const holding = items
        .filter((item: unknown) => findTraces([JSON.stringify(item)]).length)
        .map(({ kind, metadata }: any) => `${kind} ${metadata.name}`);
      expect(holding).toContain(`Secret ${secretName}`);
      expect(
        holding.filter((found: string) => !found.startsWith('Secret ')),
      ).toEqual([]);
      await as('acme-engineer')
        .put(`/${id}`)
        .send({ deployment_config: { hugging_face_token: null } })
        .expect(200);
      await waitFor('the Secret to go', () =>
        readToken().then(
          () => undefined,
          error => String(error).includes('not found'),
        ),
      );
      await as('acme-engineer').delete(`/${id}`).expect(204);
      await models.waitUntilGone(id);
    });
  });
});
