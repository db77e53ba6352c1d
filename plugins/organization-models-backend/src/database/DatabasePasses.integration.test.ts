import { databases } from '../__testUtils__/databases';
import type { Observation } from '../domain/facts/Observation';
import { NO_FACTS } from '../domain/facts/ClusterFacts';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

const AT = '2026-01-01T00:00:00.000Z';
const OBSERVATION = {
  objects: [],
  model: { pods: [], events: [] },
} as unknown as Observation;

describe.each(databases.eachSupportedId())('DatabasePasses on %s', id => {
  let stores: Database;

  beforeEach(async () => {
    stores = await openStores(await databases.init(id));
  });

  it('reads a model of which nothing is known yet', async () => {
    const model = buildStoredModel({ id: 'mdl_1' });
    await insertModel(stores, model);
    expect(await stores.passes.read('mdl_1')).toEqual({
      model: await stores.models.readById('mdl_1'),
      known: await stores.clusterFacts.read(model.cluster),
      observation: undefined,
      observedAt: undefined,
    });
  });

  it('reads what the single stores would', async () => {
    const model = buildStoredModel({ id: 'mdl_1' });
    const { cluster } = model;
    await insertModel(stores, model);
    await insertModel(stores, buildStoredModel({ id: 'mdl_2' }));
    const seen = { modelId: 'mdl_1', observation: OBSERVATION };
    await stores.observations.save(cluster, [seen], AT);
    const facts = { ...NO_FACTS, kubernetesVersion: 'v1.36.3' };
    await stores.clusterFacts.openWriter(cluster).save(facts, AT);
    await stores.clusterFacts.saveUnreachable(cluster, 'It is away');
    expect(await stores.passes.read('mdl_1')).toEqual({
      model: await stores.models.readById('mdl_1'),
      known: {
        facts,
        reachable: false,
        message: 'It is away',
        observedAt: AT,
        stale: [],
      },
      observation: OBSERVATION,
      observedAt: AT,
    });
  });

  it('finds nothing of a model that is gone', async () => {
    expect(await stores.passes.read('mdl_1')).toBeUndefined();
  });
});
