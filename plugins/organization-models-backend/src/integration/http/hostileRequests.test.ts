import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { buildOpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { set } from 'lodash';
import request from 'supertest';
import { ApiContract } from '../../__testUtils__/ApiContract';
import { EchoCluster } from '../../__testUtils__/EchoCluster';
import { endAtFirstEvent } from '../../__testUtils__/endAtFirstEvent';
import { hostileText, hostileValue } from '../../__testUtils__/hostileValues';
import type { DocumentedOperation } from '../../__testUtils__/listOperations';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';
import { NO_FACTS } from '../../domain/facts/ClusterFacts';
import { buildNode } from '../../domain/placement/__testUtils__/buildNode';

jest.setTimeout(120_000);

/** Another one, or one that found something: HOSTILE_SEED=… */
const SEED = Number(process.env.HOSTILE_SEED ?? 20261125);
/** Requests to each operation, and for how long at most, in milliseconds. */
const RUNS = { withBody: 500, without: 120 };
const MOST_MS = 5_000;
/** An answer that takes longer keeps everybody else waiting, milliseconds. */
const LONGEST_ANSWER_MS = 10_000;

const VICTIM = 'mdl_00000000000000000001';
const NEIGHBOUR = 'mdl_00000000000000000002';
const FOREIGN = 'mdl_00000000000000000003';

/** Every field once, so that each can be made hostile. */
const FULL = {
  model_type: 'chat',
  display_name: 'A model',
  description: 'Two\nlines',
  huggingface_id: 'Qwen/Qwen3-8B',
  version: 'main',
  tags: ['a', 'b'],
  is_public: false,
  desired_state: 'running',
  requirements: {
    cpu: '2',
    memory: '16Gi',
    gpu: { min_gpus: 0, max_gpus: 1 },
  },
  deployment_config: {
    image: 'vllm/vllm-openai:v0.32.0',
    image_pull_policy: 'IfNotPresent',
    gpu_count: 0,
    initial_delay_seconds: 1800,
    max_model_len: 4096,
    extra_args: ['--seed=1'],
    extra_env: [{ name: 'A', value: 'b' }],
    node_selector: { zone: 'a' },
    tolerations: [{ key: 'a', operator: 'Equal', value: 'b' }],
    replicas: 1,
  },
};

const FULL_QUOTA = {
  hard: {
    models: 1_000,
    gpus: 8,
    gpus_by_type: { H100: 4 },
    cpu: '1000',
    memory: '4Ti',
  },
};

const FULL_KEY = {
  name: 'a key',
  models: [VICTIM],
  expires_at: '2100-01-01T00:00:00Z',
  limits: { requests_per_minute: 1, tokens_per_day: 10 },
};

const FULL_QUESTION = {
  model: 'm-1',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'hello' }],
};

/** Talking to models has errors of its own, and parameters of their clients. */
const isTalk = (template: string) => /^\/(openai|\{id\})\/v1\//.test(template);

const nested = (open: string, close: string, depth: number) =>
  open.repeat(depth) + close.repeat(depth);

/** What breaks parsers, and whatever walks through what they made. */
const BROKEN_BODIES = [
  '{',
  '\ufeff{}',
  nested('[', ']', 100_000),
  `{"requirements":${nested('{"gpu":', '}', 50_000).replace(':}', ':1}')}}`,
  '{"__proto__":{"name":"x"},"name":"y","model_type":"chat"}',
  `{"name":"${'x'.repeat(900_000)}"}`,
  `{"description":"${'x'.repeat(1_100_000)}"}`,
];

/** Of what is sound and does not fit, the numbers are told. */
const WITHOUT_FIELDS = ['InsufficientClusterResources', 'QuotaExceeded'];

type Hostile = {
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
};

describe('hostile requests', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
  const document = buildOpenApiDocument();
  const contract = new ApiContract(document);
  let cluster: EchoCluster;
  let knex: Knex;
  let stores: Database;
  let portal: TestPortal;
  let made = 0;

  beforeAll(async () => {
    cluster = await EchoCluster.start();
    // A database that takes less than SQLite does, where there is one
    knex = await databases.init(
      databases.supports('POSTGRES_18') ? 'POSTGRES_18' : 'SQLITE_3',
    );
    portal = await startPortal({
      knex,
      config: {
        controller: { enabled: false },
        clusters: [
          {
            name: 'test',
            url: cluster.url,
            serviceAccountToken: 'x',
            skipTLSVerify: true,
            namespace: 'models',
            requiredComponents: [],
          },
        ],
      },
    });
    stores = await openStores(knex);
    await stores.clusterFacts
      .openWriter('test')
      .save(
        { ...NO_FACTS, nodes: [buildNode('node', { labels: { zone: 'a' } })] },
        '2026-01-01T00:00:00.000Z',
      );
    for (const id of [VICTIM, NEIGHBOUR, FOREIGN]) {
      const organization = id === FOREIGN ? 'globex' : 'acme';
      await insertModel(
        stores,
        buildStoredModel({
          id,
          name: `m-${id.slice(-1)}`,
          organizationId: `group:default/${organization}`,
          spec: {
            huggingface_id: 'a/b',
            description: 'untouched',
            deployment_config: { gpu_count: 0 },
          },
        }),
      );
    }
  });

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  });

  const readRows = () =>
    knex('models').whereIn('id', [NEIGHBOUR, FOREIGN]).orderBy('id');

  /** Requests to an operation, hostile in one place or in several. */
  function hostileRequests({
    method,
    template,
    parameters,
    body,
  }: DocumentedOperation): fc.Arbitrary<Hostile> {
    const id = fc.oneof(
      { weight: 3, arbitrary: fc.constant(VICTIM) },
      { weight: 1, arbitrary: fc.constant(FOREIGN) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('%', '%00', '%ED%A0%80', '%2e%2e', '.;x'),
      },
      { weight: 1, arbitrary: hostileText.map(encode) },
    );
    const names = parameters
      .filter(({ in: place }) => place === 'query')
      .map(({ name }) => name);
    const query = fc.array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(...names, 'nope', '__proto__', 'a[b][c]', 'q[]'),
          hostileText,
        ),
        hostileText,
      ),
      { maxLength: 3 },
    );
    const headers = fc.dictionary(
      fc.constantFrom(
        'X-Organization',
        'If-Match',
        'Idempotency-Key',
        'Content-Type',
        'Content-Encoding',
        'X-Forwarded-For',
      ),
      hostileText.map(toHeader),
      { maxKeys: 2 },
    );
    const own = template.includes('{id}') ? id : fc.constant('');
    return fc
      .record({
        id: own,
        query: sparse(query, []),
        headers: sparse(headers, {}),
      })
      .chain(({ id: chosen, query: pairs, headers: sent }) => {
        const search = pairs.map(pair => pair.map(encode).join('=')).join('&');
        const path =
          template.replace('{id}', chosen) + (search ? `?${search}` : '');
        return (
          body ? hostileBody(method, template) : fc.constant(undefined)
        ).map(text => ({
          path,
          headers: sent,
          body: text,
        }));
      });
  }

  function brokenRequests({ body, template }: DocumentedOperation) {
    const path = template.replace('{id}', VICTIM);
    return body
      ? BROKEN_BODIES.map((text): [Hostile] => [
          { path, headers: {}, body: text },
        ])
      : [];
  }

  function hostileBody(method: string, template: string): fc.Arbitrary<string> {
    const full = fullBody(template);
    const fields = pathsOf(full);
    const place = fc.oneof(
      fc.constantFrom(...fields, ['name'], ['plan_hash'], ['restart']),
      hostileText.map(name => [name]),
      hostileText.map(name => ['deployment_config', name]),
      hostileText.map(name => ['deployment_config', 'node_selector', name]),
    );
    const changed = fc
      .array(fc.tuple(place, hostileValue), { minLength: 1, maxLength: 3 })
      .map(changes => {
        const body = structuredClone(
          method === 'POST' && full === FULL
            ? { name: `f-${++made}`, ...full }
            : full,
        );
        for (const [steps, value] of changes) {
          set(body, steps, value);
        }
        return JSON.stringify(body);
      });
    return fc.oneof(
      { weight: 8, arbitrary: changed },
      {
        weight: 1,
        arbitrary: hostileValue.map(value => JSON.stringify(value)),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...BROKEN_BODIES),
      },
    );
  }

  function fullBody(template: string): object {
    if (isTalk(template)) {
      return FULL_QUESTION;
    }
    return { '/quota': FULL_QUOTA, '/keys': FULL_KEY }[template] ?? FULL;
  }

  async function send(
    { method, template }: DocumentedOperation,
    hostile: Hostile,
  ) {
    const call = request(portal.url)
      [method.toLowerCase() as 'get'](ROOT_MOUNT + hostile.path)
      .set('Content-Type', 'application/json')
      .set(hostile.headers)
      .set(
        'Authorization',
        mockCredentials.user.header('user:default/acme-engineer'),
      );
    if (template.endsWith('/watch')) {
      call.buffer(true).parse(endAtFirstEvent);
    }
    return hostile.body === undefined
      ? call
      : call.serialize(text => String(text)).send(hostile.body);
  }

  function judge(
    { method, pattern, template }: DocumentedOperation,
    hostile: Hostile,
    answer: request.Response,
  ): void {
    const { status, body, headers, text } = answer;
    // No engine runs here
    expect(isTalk(template) && status === 503 ? 0 : status).toBeLessThan(500);
    expect(headers['x-injected']).toBeUndefined();
    const { code } = body?.error ?? {};
    if (isTalk(template)) {
      expect(body.error?.message.length ?? 1).toBeGreaterThan(0);
    } else if (status === 400 && !WITHOUT_FIELDS.includes(code)) {
      expect(code).toBe('InvalidRequest');
      expect(body.error.details.length).toBeGreaterThan(0);
      for (const { field } of body.error.details) {
        expect(field).toMatch(/^.{1,300}$/);
      }
    }
    if (status >= 400) {
      expect(body.error.message).not.toMatch(UNPRINTABLE);
      expect(text.length).toBeLessThan(100_000);
    }
    if (pattern.test(hostile.path.split('?')[0])) {
      contract.check({
        method,
        path: isTalk(template)
          ? hostile.path.split('?')[0]
          : asParsed(hostile.path),
        headers: { ...hostile.headers, 'content-type': undefined },
        body:
          status < 300 && hostile.body
            ? JSON.parse(hostile.body.replace(/^\ufeff/, ''))
            : {},
        answer: { status, headers, body: text ? body : undefined },
      });
    }
  }

  it('begin with requests that are not', async () => {
    await portal
      .as('acme-engineer')
      .post('/')
      .send({ ...FULL, name: 'sound' })
      .expect(201);
    const { body } = await portal
      .as('acme-engineer')
      .put(`/${VICTIM}`)
      .send(FULL);
    expect(body.error).toBeUndefined();
  });

  it.each(contract.operations.map(operation => [operation.name, operation]))(
    `to %s are refused by name or do what they say (seed ${SEED})`,
    async (_, operation) => {
      const { method } = operation as DocumentedOperation;
      const before = await readRows();
      await fc.assert(
        fc.asyncProperty(
          hostileRequests(operation as DocumentedOperation),
          async hostile => {
            const begun = performance.now();
            const answer = await send(
              operation as DocumentedOperation,
              hostile,
            );
            const taken = performance.now() - begun;
            expect(taken).toBeLessThan(LONGEST_ANSWER_MS);
            judge(operation as DocumentedOperation, hostile, answer);
          },
        ),
        {
          seed: SEED,
          examples: brokenRequests(operation as DocumentedOperation),
          numRuns: (operation as DocumentedOperation).body
            ? RUNS.withBody
            : RUNS.without,
          interruptAfterTimeLimit: MOST_MS,
          endOnFailure: true,
        },
      );
      expect(await readRows()).toEqual(before);
      expect([method, Object.keys(Object.prototype)]).toEqual([method, []]);
    },
  );

  it('give the cluster nothing that is not of its form', () => {
    expect(cluster.given.length).toBeGreaterThan(0);
    for (const object of cluster.given) {
      expect(findMalformed(object)).toEqual([]);
    }
  });

  it('leave no memory behind', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    const hammer = async () => {
      for (let count = 0; count < 20; count++) {
        await request(portal.url)
          .post(`${ROOT_MOUNT}/`)
          .set(
            'Authorization',
            mockCredentials.user.header('user:default/acme-engineer'),
          )
          .send({ tags: Array(50_000).fill(0), [`x-${count}`]: 1 })
          .expect(400);
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await hammer();
    expect((await hammer()) - before).toBeLessThan(20 * 2 ** 20);
  });
});

// eslint-disable-next-line no-control-regex -- these are what must not come through
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

function sparse<T>(arbitrary: fc.Arbitrary<T>, none: T): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(none) },
    { weight: 1, arbitrary },
  );
}

// Node.js itself refuses what is longer than 16 KB in all, before us
function encode(text: string): string {
  return encodeURIComponent(
    text.slice(0, 1_000).replace(/[\ud800-\udfff]/gu, '\ufffd'),
  );
}

/** As much of a text as a header can carry. */
function toHeader(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 2_000);
}

// Query parsers leave out what has no name, or that of every prototype
function asParsed(path: string): string {
  const [pathname, search = ''] = path.split('?');
  const pairs = search
    .split('&')
    .filter(pair => !/^(__proto__)?(=|$)/.test(pair));
  return [pathname, ...(pairs.length > 0 ? [pairs.join('&')] : [])].join('?');
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) => [
    [key],
    ...pathsOf(child).map(path => [key, ...path]),
  ]);
}

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const FORMS: Record<string, RegExp> = {
  labels: LABEL_VALUE,
  nodeSelector: LABEL_VALUE,
  matchLabels: LABEL_VALUE,
  annotations: /^[\x20-\x7e]*$/,
};

/** Labels and names of an object that a cluster would read otherwise. */
function findMalformed(object: unknown, path = ''): string[] {
  if (typeof object !== 'object' || object === null) {
    return typeof object === 'string' && object.includes('\u0000')
      ? [`${path}: NUL`]
      : [];
  }
  return Object.entries(object).flatMap(([key, child]) => {
    const form = FORMS[key];
    const own = form
      ? Object.entries(child ?? {}).filter(
          ([name, value]) => !form.test(String(value)) || /\s/.test(name),
        )
      : [];
    const isName = key === 'name' && typeof child === 'string';
    return [
      ...own.map(([name]) => `${path}.${key}.${name}`),
      ...(isName && !/^[-._a-zA-Z0-9]{1,253}$/.test(child)
        ? [`${path}.name`]
        : []),
      ...findMalformed(child, `${path}.${key}`),
    ];
  });
}
