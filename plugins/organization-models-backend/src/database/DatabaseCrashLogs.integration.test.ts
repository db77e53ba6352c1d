import { databases } from '../__testUtils__/databases';
import type { CrashLog } from '../domain/facts/CrashLog';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

function logOf(minute: number, changes: Partial<CrashLog> = {}): CrashLog {
  return {
    generation: 1,
    pod: 'qwen-1',
    container: 'vllm',
    endedAt: `2026-01-01T00:0${minute}:00Z`,
    exitCode: 1,
    reason: 'Error',
    lines: ['first', '', `ended in minute ${minute}`],
    ...changes,
  };
}

describe.each(databases.eachSupportedId())('DatabaseCrashLogs on %s', id => {
  let stores: Database;

  beforeEach(async () => {
    stores = await openStores(await databases.init(id));
  });

  it('keeps the newest five of each model, newest first', async () => {
    for (const minute of [3, 1, 2, 4, 5, 6]) {
      await stores.crashLogs.save('mdl_1', logOf(minute));
    }
    await stores.crashLogs.save('mdl_2', logOf(0, { reason: undefined }));
    const logs = await stores.crashLogs.read('mdl_1');
    expect(logs).toEqual([6, 5, 4, 3, 2].map(minute => logOf(minute)));
    const { reason, ...withoutReason } = logOf(0);
    expect(await stores.crashLogs.read('mdl_2')).toEqual([withoutReason]);
  });

  it('keeps one log of an ending, whoever reads it again', async () => {
    await stores.crashLogs.save('mdl_1', logOf(1));
    await stores.crashLogs.save('mdl_1', logOf(1, { lines: ['other'] }));
    expect(await stores.crashLogs.read('mdl_1')).toEqual([logOf(1)]);
  });

  it('forgets them with their model', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_1' }));
    await stores.crashLogs.save('mdl_1', logOf(1));
    await stores.models.remove('mdl_1');
    expect(await stores.crashLogs.read('mdl_1')).toEqual([]);
  });
});
