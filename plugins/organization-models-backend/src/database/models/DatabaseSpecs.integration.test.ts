import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { buildStoredModel } from '../__testUtils__/buildStoredModel';
import { insertModel } from '../__testUtils__/insertModel';
import { openStores } from '../__testUtils__/openStores';
import type { Database } from '../openDatabase';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('DatabaseSpecs on %s', id => {
  let knex: Knex;
  let stores: Database;

  beforeEach(async () => {
    knex = await databases.init(id);
    stores = await openStores(knex);
  });

  const insert = (given: Parameters<typeof buildStoredModel>[0]) =>
    insertModel(stores, buildStoredModel(given));

  it('stores a name once per cluster, and nothing of a second', async () => {
    await insert({ id: 'first', name: 'same' });
    const second = insertModel(
      stores,
      buildStoredModel({ id: 'second', name: 'same' }),
    );
    await expect(second).rejects.toThrow('nameTaken');
    expect(await stores.models.readById('second')).toBeUndefined();
    await insert({ id: 'third', name: 'same', cluster: 'other' });
  });

  it('stores nothing when what belongs to it fails', async () => {
    const model = buildStoredModel({ id: 'mdl_1', spec: { tags: ['x'] } });
    const inserted = stores.specs.insert(model, {
      history: { at: '', kind: 'action', code: 'Created', message: '' },
      within: async () => {
        throw new Error('no Secret');
      },
    });
    await expect(inserted).rejects.toThrow('no Secret');
    for (const table of ['models', 'model_tags', 'reconcile_queue']) {
      expect(await knex(table)).toEqual([]);
    }
  });

  it('stores the settings of the platform where there are none, once', async () => {
    const model = await insert({ id: 'mdl_1' });
    await insert({ id: 'mdl_2', cluster: 'other' });
    const settings = (value: string) => ({
      pods: {
        imagePullSecrets: [],
        env: [{ name: 'A', value }],
        labels: {},
        annotations: {},
      },
      serviceMonitorLabels: {},
    });
    await stores.specs.adoptPlatform(model.cluster, settings('as it runs'));
    await stores.specs.adoptPlatform(model.cluster, settings('changed since'));
    const expected = { platform: settings('as it runs') };
    expect((await stores.models.readById('mdl_1'))?.resolved).toMatchObject(
      expected,
    );
    expect(await stores.generations.read('mdl_1', 1)).toMatchObject({
      resolved: expected,
    });
    expect(
      (await stores.models.readById('mdl_2'))?.resolved.platform,
    ).toBeUndefined();
  });

  it('lets one of two changes of the same generation win', async () => {
    const model = await insert({ id: 'mdl_1' });
    const change = (display_name: string) =>
      stores.specs.update(
        {
          ...model,
          generation: 2,
          spec: { ...model.spec, display_name },
        },
        {
          expected: 1,
          history: { at: '', kind: 'action', code: 'Updated', message: '' },
        },
      );
    const outcomes = await Promise.all([change('a'), change('b')]);
    expect(outcomes.sort()).toEqual(['raced', 'updated']);
  });

  it('keeps what was observed of an older spec from the newer one', async () => {
    const model = await insert({ id: 'mdl_1' });
    await stores.specs.update(
      { ...model, generation: 2, status: 'updating' },
      {
        expected: 1,
        history: { at: '', kind: 'action', code: 'Updated', message: '' },
      },
    );
    const saved = await stores.statuses.save(
      model,
      { ...model, status: 'running' },
      [],
    );
    expect(saved).toBe('superseded');
    expect(await stores.models.readById('mdl_1')).toMatchObject({
      status: 'updating',
    });
  });

  it('keeps a deletion that was asked for in the middle of a pass', async () => {
    const model = await insert({ id: 'mdl_1' });
    await stores.specs.requestDeletion(model, {
      at: model.createdAt,
      history: { at: '', kind: 'action', code: 'Deleted', message: '' },
    });
    const saved = await stores.statuses.save(
      model,
      { ...model, status: 'running' },
      [],
    );
    expect(saved).toBe('superseded');
    expect(await stores.models.readById('mdl_1')).toMatchObject({
      status: 'deleting',
    });
  });
});
