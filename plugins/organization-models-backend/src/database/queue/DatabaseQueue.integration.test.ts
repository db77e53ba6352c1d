import { waitFor } from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { buildStoredModel } from '../__testUtils__/buildStoredModel';
import { insertModel } from '../__testUtils__/insertModel';
import { openStores } from '../__testUtils__/openStores';
import type { DatabaseQueue } from './DatabaseQueue';
import type { Database } from '../openDatabase';
import { isPostgres } from '../dialects/isPostgres';
import type { Claim, Lane } from './claimDueModels';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-01-01T00:00:00Z');
const CLAIM_MS = 15_000;
const RESYNC_MS = 300_000;
const HOUR_MS = 3_600_000;

describe.each(databases.eachSupportedId())('DatabaseQueue on %s', id => {
  let stores: Database;
  let queue: DatabaseQueue;
  let moment = NOW;

  beforeEach(async () => {
    stores = await openStores(await databases.init(id), {
      now: () => moment,
    });
    queue = stores.queue;
  });

  const insert = async (count: number) => {
    for (let index = 0; index < count; index++) {
      await insertModel(stores, buildStoredModel({ id: `mdl_${index}` }));
    }
  };

  const claim = (
    worker: string,
    options: { now?: number; limit?: number; lane?: Lane },
  ) => {
    moment = options.now ?? NOW;
    return queue.claim({
      worker,
      lane: options.lane ?? { cluster: 'test' },
      limit: options.limit ?? 10,
      claimMs: CLAIM_MS,
    });
  };

  const complete = ([claimed]: Claim[]) =>
    queue.complete(claimed, { delayMs: RESYNC_MS, failures: 0 });

  const idsOf = (claims: Awaited<ReturnType<typeof claim>>) =>
    claims.map(({ modelId }) => modelId).sort();

  it('gives a new model out once, and again when it is due', async () => {
    await insert(1);
    const claims = await claim('a', {});
    expect(idsOf(claims)).toEqual(['mdl_0']);
    expect(await claim('a', {})).toEqual([]);
    expect(await complete(claims)).toBe('completed');
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
    await complete(claims);
    expect(idsOf(await claim('b', {}))).toEqual(['mdl_0']);
  });

  it('drops the claims of a worker that it does not know of', async () => {
    await insert(3);
    const [known] = await claim('a', { limit: 1 });
    const [untold] = await claim('a', { limit: 1 });
    await claim('b', { limit: 1 });
    await queue.dropUnknown('a', [known]);
    expect(idsOf(await claim('c', {}))).toEqual([untold.modelId]);
    expect(await complete([known])).toBe('completed');
    expect(await complete([untold])).toBe('lost');
  });

  it('saves what was found together with giving the model back', async () => {
    await insert(1);
    const [model] = await stores.models.readByIds(['mdl_0']);
    const save = (trx: Knex.Transaction) =>
      stores.statuses.save(
        model,
        { ...model, status: 'running' },
        [{ at: model.createdAt, kind: 'status', code: 'Running', message: '' }],
        trx,
      );
    const options = { delayMs: RESYNC_MS, failures: 0 };
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
    await queue.complete(first, { delayMs: 0, failures: 3 });
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
    moment = later;
    await queue.renew([alive], { claimMs: CLAIM_MS });
    const taken = await claim('heir', { now: later });
    expect(idsOf(taken)).toEqual([dead.modelId]);
    expect(await complete([dead])).toBe('lost');
    expect(await complete(taken)).toBe('completed');
  });

  it('lets a claim that was lost neither renew nor save, even in the same process', async () => {
    await insert(1);
    const [slow] = await claim('a', {});
    const later = NOW + CLAIM_MS + 1;
    const heir = await claim('a', { now: later });
    expect(idsOf(heir)).toEqual([slow.modelId]);
    await queue.renew([slow], { claimMs: HOUR_MS });
    const save = jest.fn();
    const options = { delayMs: 0, failures: 0 };
    expect(await queue.complete(slow, options, save)).toBe('lost');
    expect(save).not.toHaveBeenCalled();
    expect(await queue.complete(heir[0], options, save)).toBe('completed');
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('gives a model back while its spec is stored, each after the other', async () => {
    await insert(1);
    const [model] = await stores.models.readByIds(['mdl_0']);
    const [claimed] = await claim('a', {});
    let givenBack: Promise<string> | undefined;
    const stored = await stores.specs.update(
      { ...model, generation: 2 },
      {
        expected: 1,
        history: {
          at: model.createdAt,
          kind: 'action',
          code: 'Changed',
          message: '',
        },
        within: async trx => {
          givenBack = queue.complete(
            claimed,
            { delayMs: RESYNC_MS, failures: 0 },
            async other => {
              await other('models')
                .where({ id: 'mdl_0' })
                .update({ status: 'failed' });
            },
          );
          if (isPostgres(trx)) {
            await waitFor('the other to wait for this', async () => {
              const { rows } = await trx.raw(
                'select count(*)::int as waiting from pg_locks where not granted',
              );
              return rows[0].waiting > 0;
            });
          }
        },
      },
    );
    expect(stored).toBe('updated');
    expect(await givenBack).toBe('marked');
    // The mark of the change was seen
    expect(idsOf(await claim('b', {}))).toEqual(['mdl_0']);
  });

  it('gives out the models of one cluster, or of those that nobody looks after', async () => {
    await insert(1);
    await insertModel(stores, buildStoredModel({ id: 'mdl_b', cluster: 'b' }));
    const others = { otherThan: ['test'] };
    expect(idsOf(await claim('a', { lane: { cluster: 'c' } }))).toEqual([]);
    expect(idsOf(await claim('a', { lane: others }))).toEqual(['mdl_b']);
    expect(idsOf(await claim('a', {}))).toEqual(['mdl_0']);
  });

  it('gives out what is due longest, and no more than is asked for', async () => {
    await insert(3);
    for (const [index, dueInMs] of [30, 10, 20].entries()) {
      moment = NOW;
      const [claimed] = await claim('a', { limit: 1 });
      expect(claimed.modelId).toBe(`mdl_${index}`);
      await queue.complete(claimed, { delayMs: dueInMs, failures: 0 });
    }
    const later = NOW + 25;
    expect(idsOf(await claim('b', { now: later, limit: 1 }))).toEqual([
      'mdl_1',
    ]);
    expect(idsOf(await claim('b', { now: later }))).toEqual(['mdl_2']);
    // A mark is due at once
    await queue.mark(['mdl_0']);
    expect(idsOf(await claim('b', { now: later }))).toEqual(['mdl_0']);
  });

  it('gives nothing back of a model that is gone meanwhile', async () => {
    await insert(1);
    const [claimed] = await claim('a', {});
    await stores.models.remove('mdl_0');
    const save = jest.fn();
    const options = { delayMs: 0, failures: 0 };
    expect(await queue.complete(claimed, options, save)).toBe('lost');
    expect(save).not.toHaveBeenCalled();
    await queue.renew([claimed], { claimMs: CLAIM_MS });
    await queue.mark(['mdl_0']);
    expect(await claim('b', { now: NOW + HOUR_MS })).toEqual([]);
  });

  it('goes on when the clock steps back by an hour', async () => {
    await insert(2);
    const late = NOW + HOUR_MS;
    const [done] = await claim('a', { now: late, limit: 1 });
    await complete([done]);
    await claim('a', { now: late });
    moment = NOW;
    await queue.makeFarOnesDue({ longestDelayMs: RESYNC_MS });
    expect(idsOf(await claim('b', { now: NOW }))).toEqual(['mdl_0', 'mdl_1']);
  });
});
