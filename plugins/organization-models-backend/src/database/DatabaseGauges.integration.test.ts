import { databases } from '../__testUtils__/databases';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('DatabaseGauges on %s', id => {
  it('counts models, due ones, and changes that nobody looked at', async () => {
    const { gauges, ...stores } = await openStores(await databases.init(id), {
      now: () => Date.now(),
    });
    expect(await gauges.readOldestChange()).toBeUndefined();
    expect(await gauges.countByStatus()).toEqual([]);
    const model = buildStoredModel({ id: 'mdl_0', observedGeneration: 0 });
    await insertModel(stores as never, model);
    expect(await gauges.countDue()).toBe(1);
    expect(await gauges.countByStatus()).toEqual([
      { status: model.status, models: 1 },
    ]);
    expect(Date.parse((await gauges.readOldestChange())!)).toBe(
      Date.parse(model.updatedAt),
    );
  });
});
