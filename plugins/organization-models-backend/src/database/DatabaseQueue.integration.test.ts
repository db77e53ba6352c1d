import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { DatabaseQueue } from './DatabaseQueue';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-01-01T00:00:00Z');
const CLAIM_MS = 15_000;
const RESYNC_MS = 300_000;
const HOUR_MS = 3_600_000;

describe.each(databases.eachSupportedId())('DatabaseQueue on %s', id => {
  let stores: Database;
  let queue: DatabaseQueue;

  beforeEach(async () => {
    stores = await openStores(await databases.init(id));
    queue = stores.queue;
  });

  const insert = async (count: number) => {
    for (let index = 0; index < count; index++) {
      await insertModel(stores, buildStoredModel({ id: `mdl_${index}` }));
    }
  };

  const claim = (worker: string, options: { now?: number; limit?: number }) =>
    queue.claim({
      worker,
      limit: options.limit ?? 10,
      now: options.now ?? NOW,
      claimMs: CLAIM_MS,
    });

  const complete = (
    worker: string,
    [claimed]: Awaited<ReturnType<typeof claim>>,
    dueAt = NOW + RESYNC_MS,
  ) => queue.complete(claimed, { worker, dueAt, failures: 0 });

  const idsOf = (claims: Awaited<ReturnType<typeof claim>>) =>
    claims.map(({ modelId }) => modelId).sort();

  it('gives a new model out once, and again when it is due', async () => {
    await insert(1);
    const claims = await claim('a', {});
    expect(idsOf(claims)).toEqual(['mdl_0']);
    expect(await claim('a', {})).toEqual([]);
    expect(await complete('a', claims)).toBe('completed');
    expect(await claim('b', { now: NOW + RESYNC_MS - 1 })).toEqual([]);
    expect(idsOf(await claim('b', { now: NOW + RESYNC_MS }))).toEqual([
      'mdl_0',
    ]);
  });

  it('does not lose a mark that arrives while the model is worked on', async () => {
    await insert(1);
    const claims = await claim('a', {});
    await queue.mark(['mdl_0', 'mdl_0', 'mdl_unknown']);
    expect(await claim('b', {})).toEqual([]);
    await complete('a', claims);
    expect(idsOf(await claim('b', {}))).toEqual(['mdl_0']);
  });

  it('saves what was found together with giving the model back', async () => {
    await insert(1);
    const [model] = await stores.models.readByIds(['mdl_0']);
    const save = (trx: Knex.Transaction) =>
      stores.models.saveObserved(
        model,
        { ...model, status: 'running' },
        [{ at: model.createdAt, kind: 'status', code: 'Running', message: '' }],
        trx,
      );
    const options = { worker: 'a', dueAt: NOW + RESYNC_MS, failures: 0 };
    const [claimed] = await claim('a', {});
    await expect(
      queue.complete(claimed, options, async trx => {
        await save(trx);
        throw new Error('The database went away');
      }),
    ).rejects.toThrow('The database went away');
    expect(await stores.models.readById('mdl_0')).toMatchObject({
      status: model.status,
    });
    expect(await claim('b', {})).toEqual([]);

    await queue.complete(claimed, options, async trx => {
      await save(trx);
    });
    expect(await stores.models.readById('mdl_0')).toMatchObject({
      status: 'running',
    });
    const { entries } = await stores.history.read('mdl_0', { limit: 1 });
    expect(entries).toMatchObject([{ code: 'Running' }]);
    expect(idsOf(await claim('b', { now: NOW + RESYNC_MS }))).toEqual([
      'mdl_0',
    ]);
  });

  it('remembers failures until a pass succeeds', async () => {
    await insert(1);
    const [first] = await claim('a', {});
    await queue.complete(first, { worker: 'a', dueAt: NOW, failures: 3 });
    expect(await claim('a', {})).toEqual([
      expect.objectContaining({ failures: 3 }),
    ]);
  });

  it('never gives the same model to two who ask at the same time', async () => {
    await insert(40);
    const workers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const claims = await Promise.all(
      workers.map(worker => claim(worker, { limit: 7 })),
    );
    const given = claims.flatMap(idsOf);
    expect(new Set(given).size).toBe(given.length);
    const rest = await claim('last', { limit: 100 });
    expect(given.length + rest.length).toBe(40);
  });

  it('takes the models of a worker that is gone, and not of one that renews', async () => {
    await insert(2);
    const [dead] = await claim('dead', { limit: 1 });
    const [alive] = await claim('alive', { limit: 1 });
    const later = NOW + CLAIM_MS + 1;
    await queue.renew({
      worker: 'alive',
      modelIds: [alive.modelId],
      until: later + CLAIM_MS,
    });
    const taken = await claim('heir', { now: later });
    expect(idsOf(taken)).toEqual([dead.modelId]);
    expect(await complete('dead', [dead])).toBe('lost');
    expect(await complete('heir', taken)).toBe('completed');
  });

  it('renews no claim that another has taken over', async () => {
    await insert(1);
    const [{ modelId }] = await claim('slow', {});
    const later = NOW + CLAIM_MS + 1;
    await claim('heir', { now: later });
    await queue.renew({
      worker: 'slow',
      modelIds: [modelId],
      until: later + HOUR_MS,
    });
    expect(idsOf(await claim('third', { now: later + CLAIM_MS + 1 }))).toEqual([
      modelId,
    ]);
  });

  it('goes on when the clock steps back by an hour', async () => {
    await insert(2);
    const late = NOW + HOUR_MS;
    const [done] = await claim('a', { now: late, limit: 1 });
    await complete('a', [done], late + RESYNC_MS);
    await claim('a', { now: late });
    await queue.makeFarOnesDue({ now: NOW, longestDelayMs: RESYNC_MS });
    expect(idsOf(await claim('b', { now: NOW }))).toEqual(['mdl_0', 'mdl_1']);
  });
});
