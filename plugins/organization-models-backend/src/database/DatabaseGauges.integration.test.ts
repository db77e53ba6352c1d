import { databases } from '../__testUtils__/databases';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('DatabaseGauges on %s', id => {
  it('counts models, due ones, and changes that nobody looked at', async () => {
    const knex = await databases.init(id);
    const { gauges, ...stores } = await openStores(knex, {
      now: () => Date.now(),
    });
    expect(await gauges.readOldestChange()).toBeUndefined();
    expect(await gauges.countByStatus()).toEqual([]);
    const model = buildStoredModel({ id: 'mdl_0', observedGeneration: 0 });
    await insertModel(stores as never, model);
    expect(await gauges.countDue()).toBe(1);
    const { status, organizationId: organization } = model;
    expect(await gauges.countByStatus()).toEqual([
      { status, organization, models: 1 },
    ]);
    const { cluster, namespace, name } = model;
    expect(await gauges.readPlaces()).toEqual([{ cluster, namespace, name }]);
    expect(await gauges.readWatchedAt()).toEqual([]);
    expect(await gauges.countByReason()).toEqual([]);
    await knex('models').update({
      status_reason: JSON.stringify({ code: 'ImagePull', message: 'no' }),
    });
    expect(await gauges.countByReason()).toEqual([
      { code: 'ImagePull', models: 1 },
    ]);
    expect(Date.parse((await gauges.readOldestChange())!)).toBe(
      Date.parse(model.updatedAt),
    );
  });
});
