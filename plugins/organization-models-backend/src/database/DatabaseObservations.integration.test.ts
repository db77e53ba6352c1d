import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import type { Observation } from '../domain/facts/Observation';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

const AT = '2026-01-01T00:00:00.000Z';

const NOTHING: Observation = {
  objects: [],
  model: {
    pods: [],
    events: [],
    serviceExists: false,
    serviceMonitorExists: false,
  },
};

describe.each(databases.eachSupportedId())('DatabaseObservations on %s', id => {
  let knex: Knex;
  let stores: Database;

  beforeEach(async () => {
    knex = await databases.init(id);
    stores = await openStores(knex);
  });

  const save = (modelId: string, observation: Observation) =>
    stores.observations.save('test', [{ modelId, observation }], AT);

  const claimOne = () =>
    stores.queue.claim({
      worker: 'a',
      lane: { cluster: 'test' },
      limit: 1,
      claimMs: 60_000,
    });

  it('makes all models of a cluster due as if nothing had failed', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_1' }));
    const [claim] = await claimOne();
    await stores.queue.complete(claim, { delayMs: 60_000, failures: 7 });
    await stores.observations.markAll('test');
    expect(await claimOne()).toEqual([
      expect.objectContaining({ modelId: 'mdl_1', failures: 0 }),
    ]);
  });

  it('saves what was seen and makes the model due, together', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_1' }));
    const [claim] = await claimOne();
    await stores.queue.complete(claim, { delayMs: 60_000, failures: 0 });
    expect(await claimOne()).toEqual([]);
    await save('mdl_1', NOTHING);
    expect(await stores.observations.read('mdl_1')).toEqual({
      observation: NOTHING,
      observedAt: AT,
    });
    expect(await claimOne()).toHaveLength(1);
  });

  it('forgets a removed model for good, though the watches tell of it late', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_1' }));
    await save('mdl_1', NOTHING);
    await stores.models.remove('mdl_1');
    await save('mdl_1', NOTHING);
    expect(await knex('observations')).toEqual([]);
  });

  it('knows what is left of a model that was forgotten by force, until it is gone', async () => {
    const { models, observations } = stores;
    const later = '2026-02-01T00:00:00.000Z';
    const left = {
      ...NOTHING,
      objects: [{ kind: 'Service', name: 'a' }],
    } as typeof NOTHING;
    for (const modelId of ['mdl_1', 'mdl_2', 'mdl_3']) {
      await insertModel(stores, buildStoredModel({ id: modelId }));
      await save(modelId, left);
    }
    await models.remove('mdl_1', { leavesObjects: true });
    await models.remove('mdl_2');
    const found = [
      {
        cluster: 'test',
        modelId: 'mdl_1',
        observation: left,
        observedAt: AT,
      },
    ];
    expect(await observations.readWithoutModel(later)).toEqual(found);
    expect(await observations.readWithoutModel(AT)).toEqual([]);
    await save('mdl_1', NOTHING);
    expect(await observations.readWithoutModel(later)).toEqual([]);
  });

  it('frees the name of a model of which nothing is left, and of no other', async () => {
    const workload = (name: string, modelId: string) => ({
      ...{ uid: name, kind: 'Deployment', name, namespace: 'models', modelId },
      ...{ createdAt: AT, wantedReplicas: 1, readyReplicas: 1 },
      ...{ availableReplicas: 1, updatedReplicas: 1 },
    });
    await insertModel(stores, buildStoredModel({ id: 'mdl_1', name: 'a' }));
    await insertModel(stores, buildStoredModel({ id: 'mdl_2', name: 'b' }));
    await stores.observations.saveWorkloads('test', {
      changed: [workload('a', 'mdl_1'), workload('b', 'mdl_2')],
      gone: [],
    });
    await stores.models.remove('mdl_1', { isGone: true });
    await stores.models.remove('mdl_2');
    const named = (name: string) =>
      stores.observations.readWorkloadsNamed(name, 'test');
    expect([await named('a'), await named('b')]).toEqual([0, 1]);
  });
});
