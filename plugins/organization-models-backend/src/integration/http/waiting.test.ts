import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import {
  readSentEvents,
  type SentEvent,
} from '../../__testUtils__/readSentEvents';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';
import {
  ago,
  anObservedModel,
  anUnscheduledPod,
} from '../../domain/__testUtils__/observedFacts';
import type { StoredModel } from '../../domain/facts/StoredModel';

jest.setTimeout(20_000);

describe('waiting for a model', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let stores: Database;
  let portal: TestPortal;
  let made = 0;

  const engineer = () => portal.as('acme-engineer');

  const storeModel = (given: Partial<StoredModel> = {}) => {
    const id = `mdl_${String(++made).padStart(20, '0')}`;
    return insertModel(
      stores,
      buildStoredModel({
        id,
        name: `m-${made}`,
        ...given,
        spec: { huggingface_id: 'a/b', ...given.spec },
      }),
    );
  };

  /** As another backend does it, of whose writes this one is not told. */
  const observe = (model: StoredModel, observed: Partial<StoredModel>) =>
    stores.statuses.save(
      model,
      { ...model, observedGeneration: model.generation, ...observed },
      [],
    );

  async function watch(
    id: string,
    signal: AbortSignal,
    headers: Record<string, string> = {},
  ): Promise<AsyncGenerator<SentEvent>> {
    const answer = await fetch(`${portal.url}${ROOT_MOUNT}/${id}/watch`, {
      signal,
      headers: {
        Authorization: mockCredentials.user.header(
          'user:default/acme-engineer',
        ),
        ...headers,
      },
    });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    return readSentEvents(answer);
  }

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    stores = await openStores(knex);
    portal = await startPortal({
      knex,
      config: {
        controller: { enabled: false },
        clusters: [CLUSTER_AWAY],
        prices: { currency: 'EUR', gpuHour: { H100: 2 } },
      },
    });
  });

  afterAll(() => portal?.stop());

  it('answers at once when it is so already', async () => {
    const { id } = await storeModel({
      status: 'running',
      observedGeneration: 1,
    });
    const { body, headers } = await engineer()
      .get(`/${id}?wait_for=running`)
      .expect(200);
    expect(body.model.status).toBe('running');
    expect(headers.etag).toBe('"1"');
  });

  it('answers when another backend found it so, of the newest generation', async () => {
    const model = await storeModel({ status: 'running' });
    const waiting = engineer().get(`/${model.id}?wait_for=running&timeout=1m`);
    const answer = waiting.then(({ status, body }) => ({ status, body }));
    await observe(model, { status: 'running' });
    expect(await answer).toMatchObject({
      status: 200,
      body: { model: { observed_generation: 1 } },
    });
  });

  it('answers that it is gone, wanted or not', async () => {
    const model = await storeModel({ status: 'deleting' });
    const answers = Promise.all([
      engineer().get(`/${model.id}?wait_for=deleted`),
      engineer().get(`/${model.id}?wait_for=stopped`),
    ]);
    await stores.models.remove(model.id);
    const statuses = (await answers).map(({ status }) => status);
    expect(statuses).toEqual([204, 404]);
  });

  it('does not wait for what failed', async () => {
    const reason = {
      code: 'CrashLoop',
      message: 'It crashes.',
      observed_at: 'x',
    };
    const { id } = await storeModel({
      status: 'failed',
      statusReason: reason,
      observedGeneration: 1,
    });
    const { body } = await engineer()
      .get(`/${id}?wait_for=running`)
      .expect(409);
    expect(body.error).toMatchObject({
      code: 'ModelFailed',
      details: { status: 'failed', status_reason: { code: 'CrashLoop' } },
    });
  });

  it('ends in time', async () => {
    const { id } = await storeModel();
    const { body } = await engineer()
      .get(`/${id}?wait_for=running&timeout=1s`)
      .expect(504);
    expect(body.error).toMatchObject({
      code: 'WaitTimedOut',
      details: { status: 'pending' },
    });
  });

  it.each([
    'wait_for=never',
    'timeout=3s',
    'wait_for=running&timeout=2h',
    'x=1',
  ])('refuses ?%s', async query => {
    const { id } = await storeModel();
    await engineer().get(`/${id}?${query}`).expect(400);
  });

  it('is for nobody who may not read the model', async () => {
    const { id } = await storeModel();
    const foreigner = portal.as('globex-engineer');
    await foreigner.get(`/${id}?wait_for=running`).expect(404);
    await foreigner.get(`/${id}/watch`).expect(404);
  });

  it('tells of each state, from where the listener left off, to the end', async () => {
    const model = await storeModel();
    const abort = new AbortController();
    const events = await watch(model.id, abort.signal);
    const next = async (from = events) =>
      (await from.next()).value as SentEvent;
    const first = await next();
    expect(first).toMatchObject({
      event: 'state',
      data: { id: model.id, status: 'pending', generation: 1 },
    });
    await engineer().put(`/${model.id}`).send({ desired_state: 'stopped' });
    expect(await next()).toMatchObject({
      data: { status: 'updating', generation: 2 },
    });
    const after = (await stores.models.readById(model.id))!;
    await observe(after, { status: 'stopped' });
    const last = await next();
    expect(last.data).toMatchObject({ status: 'stopped' });
    abort.abort();

    const again = await watch(model.id, new AbortController().signal, {
      'Last-Event-ID': last.id,
    });
    const told = next(again);
    await stores.models.remove(model.id);
    expect(await told).toMatchObject({ event: 'deleted' });
    expect((await again.next()).done).toBe(true);
  });

  it('tells what is the matter, and when that changes', async () => {
    const model = await storeModel({ observedGeneration: 1 });
    const see = (message: string, observedAt: string) =>
      stores.observations.save(
        'test',
        [
          {
            modelId: model.id,
            observation: {
              model: anObservedModel({ pods: [anUnscheduledPod(message)] }),
              objects: [],
            },
          },
        ],
        observedAt,
      );
    await see('0/1 nodes are available: 1 Insufficient cpu.', ago(9));
    const abort = new AbortController();
    const events = await watch(model.id, abort.signal);
    const first = (await events.next()).value;
    expect(first?.data.findings).toEqual([
      {
        code: 'InsufficientCpu',
        severity: 'waiting',
        message: 'No suitable node has enough free CPU.',
      },
    ]);
    await see('0/1 nodes are available: 1 Insufficient memory.', ago(3));
    const second = (await events.next()).value;
    expect(second?.data).toMatchObject({
      status: 'pending',
      findings: [{ code: 'InsufficientMemory' }],
    });
    abort.abort();
  });

  it('tells nobody else what is the matter', async () => {
    const model = await storeModel({ spec: { is_public: true } as any });
    const abort = new AbortController();
    const read = async (user: string) => {
      const events = await watch(model.id, abort.signal, {
        Authorization: mockCredentials.user.header(user),
      });
      return (await events.next()).value?.data;
    };
    const own = await read('user:default/acme-engineer');
    const other = await read('user:default/globex-engineer');
    abort.abort();
    expect(own).toHaveProperty('findings');
    expect(other).toMatchObject({ id: model.id });
    expect(other).not.toHaveProperty('findings');
  });

  it('ends for whoever may not read it any more', async () => {
    const model = await storeModel({ spec: { is_public: true } as any });
    const waiting = portal
      .as('globex-engineer')
      .get(`/${model.id}?wait_for=running`)
      .then(({ status }) => status);
    await new Promise(resolve => setTimeout(resolve, 100));
    await engineer().put(`/${model.id}`).send({ is_public: false }).expect(200);
    expect(await waiting).toBe(404);
  });

  it('asks once what a model costs, however many wait for it', async () => {
    const model = await storeModel();
    const waiting = Array.from({ length: 20 }, () =>
      engineer()
        .get(`/${model.id}?wait_for=running&timeout=1m`)
        .then(({ body }) => body.model.status),
    );
    await new Promise(resolve => setTimeout(resolve, 1_000));
    let queries = 0;
    const listen = ({ sql }: { sql: string }) => {
      queries += sql.includes('gpu_time') ? 1 : 0;
    };
    knex.on('query', listen);
    await observe(model, { status: 'running' });
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['running']));
    knex.removeListener('query', listen);
    expect(queries).toBe(1);
  });

  it('asks the database no more for a thousand than for one', async () => {
    const model = await storeModel();
    const abort = new AbortController();
    const count = 1_000;
    const listeners = await Promise.all(
      Array.from({ length: count }, async () => {
        const events = await watch(model.id, abort.signal);
        await events.next();
        return events;
      }),
    );
    let queries = 0;
    const listen = () => queries++;
    knex.on('query', listen);
    await observe(model, { status: 'creating' });
    const states = await Promise.all(listeners.map(events => events.next()));
    knex.removeListener('query', listen);
    expect(states.every(({ value }) => value.data.status === 'creating')).toBe(
      true,
    );
    expect(queries).toBeLessThan(20);
    abort.abort();
  });
});
