import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import type { StoredModel } from '../domain/facts/StoredModel';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

const ACME = 'group:default/acme';
const HISTORY = {
  at: '2026-01-01T00:00:00.000Z',
  kind: 'action' as const,
  code: 'Updated',
  message: 'The model was changed',
};
const { resolved: CPU_ONLY } = buildStoredModel({ id: 'mdl_1' });

function withGpus(
  id: string,
  count: number,
  given: Partial<StoredModel> = {},
): StoredModel {
  const gpu = { count, resourceName: 'nvidia.com/gpu' };
  return buildStoredModel({ id, resolved: { ...CPU_ONLY, gpu }, ...given });
}

describe.each(databases.eachSupportedId())('DatabaseQuotas on %s', id => {
  let knex: Knex;
  let stores: Database;

  beforeEach(async () => {
    knex = await databases.init(id);
    stores = await openStores(knex);
  });

  const gpusOf = async (organizationId = ACME) => {
    const uses = await stores.quotas.sumUse(organizationId);
    return uses.reduce((sum, { gpus }) => sum + gpus, 0);
  };

  it('sums what the models of one organization use, alike ones together', async () => {
    for (const [index, count] of [1, 2, 4].entries()) {
      await insertModel(stores, withGpus(`mdl_${index}`, count));
    }
    const affinity = {
      strength: 'required' as const,
      labelKey: 'product',
      values: ['H100', 'A100'],
    };
    await insertModel(
      stores,
      buildStoredModel({
        id: 'mdl_bound',
        resolved: {
          ...CPU_ONLY,
          gpu: { count: 8, resourceName: 'nvidia.com/gpu', affinity },
        },
      }),
    );
    await insertModel(
      stores,
      withGpus('mdl_other', 8, { organizationId: 'group:default/globex' }),
    );
    const uses = await stores.quotas.sumUse(ACME);
    expect(uses.sort((a, b) => a.gpus - b.gpus)).toEqual([
      {
        models: 3,
        gpus: 7,
        placement: { known: [], never: [] },
        cpuMillis: 6_000,
        memoryBytes: 48 * 2 ** 30,
      },
      {
        models: 1,
        gpus: 8,
        placement: { only: ['A100', 'H100'] },
        cpuMillis: 2_000,
        memoryBytes: 16 * 2 ** 30,
      },
    ]);
    const all = await stores.quotas.sumUses();
    expect([...all.keys()].sort()).toEqual([ACME, 'group:default/globex']);
    expect(all.get(ACME)).toEqual(expect.arrayContaining(uses));
    expect(all.get('group:default/globex')).toEqual([
      expect.objectContaining({ models: 1, gpus: 8 }),
    ]);
    const apart = await stores.quotas.sumUse(ACME, { apartFrom: 'mdl_bound' });
    expect(apart).toHaveLength(1);
    expect(await stores.quotas.readUse('mdl_bound')).toMatchObject({ gpus: 8 });
    expect(await stores.quotas.readUse('mdl_none')).toBeUndefined();
  });

  it('follows a model until its row is gone, and not when a change is refused', async () => {
    const { models, specs } = stores;
    const model = await insertModel(stores, withGpus('mdl_1', 2));
    const change = (next: StoredModel, within?: () => Promise<void>) =>
      specs.update(next, {
        expected: model.generation,
        history: HISTORY,
        within,
      });
    const stopped: StoredModel = {
      ...model,
      generation: 2,
      spec: { ...model.spec, desired_state: 'stopped' },
    };
    const refusal = async () => {
      throw new Error('over quota');
    };
    await expect(change(stopped, refusal)).rejects.toThrow('over quota');
    expect(await gpusOf()).toBe(2);
    expect((await models.readById('mdl_1'))?.generation).toBe(1);

    await change(stopped);
    expect(await gpusOf()).toBe(0);
    await specs.requestDeletion(stopped, { at: HISTORY.at, history: HISTORY });
    expect(await stores.quotas.sumUse(ACME)).toHaveLength(1);
    await models.remove('mdl_1');
    expect(await stores.quotas.sumUse(ACME)).toEqual([]);
  });

  it('keeps what administrators set, and forgets it again', async () => {
    const { quotas } = stores;
    expect(await quotas.readOverride(ACME)).toBeUndefined();
    const by = { by: 'user:default/admin', at: HISTORY.at };
    for (const hard of [{ gpus: 2, cpu: '8' }, {}, undefined]) {
      await quotas.saveOverride(ACME, { ...by, hard });
      expect(await quotas.readOverride(ACME)).toEqual(hard);
      expect(await quotas.readOverrides()).toEqual(
        new Map(hard ? [[ACME, hard]] : []),
      );
    }
  });

  it('lets nobody take what another is about to, with a row to lock or without', async () => {
    const connection = knex.client.config.connection;
    // SQLite in memory is of one process: its one connection is the lock
    const second = id.startsWith('POSTGRES')
      ? knexFactory({ client: 'pg', connection })
      : knex;
    const backends = [stores, await openStores(second)];
    for (let round = 0; round < 20; round++) {
      const organizationId = `group:default/o${round}`;
      const outcomes = await Promise.allSettled(
        [...backends, ...backends].map(({ specs, quotas }, index) => {
          const apartFrom = `mdl_${round}_${index}`;
          return specs.insert(withGpus(apartFrom, 1, { organizationId }), {
            history: HISTORY,
            async within(trx) {
              await quotas.lock(trx, organizationId);
              const others = await quotas.sumUse(organizationId, {
                apartFrom,
                trx,
              });
              if (others.length > 0) {
                throw new Error('taken');
              }
            },
          });
        }),
      );
      const won = outcomes.filter(({ status }) => status === 'fulfilled');
      expect([round, won.length, await gpusOf(organizationId)]).toEqual([
        round,
        1,
        1,
      ]);
    }
    await (second !== knex && second.destroy());
  });

  it('counts the models that there were before quotas', async () => {
    const stopped = { desired_state: 'stopped' as const };
    const before = [
      withGpus('mdl_1', 2),
      withGpus('mdl_2', 4, {
        spec: { name: 'm', model_type: 'chat', ...stopped },
      }),
      buildStoredModel({
        id: 'mdl_3',
        resolved: { ...CPU_ONLY, cpu: '1500m', memory: '1Ti' },
      }),
    ];
    for (const model of before) {
      await insertModel(stores, model);
    }
    const rows = () => knex('model_use').orderBy('model_id');
    const counted = await rows();
    const migration = {
      directory: path.resolve(__dirname, '../../migrations'),
      name: '20261125200000_quotas.js',
    };
    await knex.migrate.down(migration);
    await knex.migrate.up(migration);
    expect(await rows()).toEqual(counted);
  });
});
