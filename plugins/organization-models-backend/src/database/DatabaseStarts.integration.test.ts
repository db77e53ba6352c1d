import { databases } from '../__testUtils__/databases';
import type { ModelStart } from '../domain/facts/ModelStart';
import type { StartProof } from '../domain/facts/StartProof';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

function startOf(
  minute: number,
  changes: Partial<ModelStart> = {},
): ModelStart {
  return {
    podUid: `uid-${minute}`,
    modelId: 'mdl_1',
    generation: 1,
    cluster: 'test',
    image: 'vllm:1',
    source: 'a/b',
    hardware: '1 GPU',
    readyAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
    seconds: { weights: minute },
    milestones: { weights: '2026-01-01T00:00:00Z' },
    ...changes,
  };
}

const PROOF: StartProof = {
  generation: 1,
  pod: 'qwen-1',
  askedAt: '2026-01-01T00:00:00Z',
  answeredAt: '2026-01-01T00:00:01Z',
  result: 'answered',
  secondsToFirstToken: 0.5,
};

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

describe.each(databases.eachSupportedId())('DatabaseStarts on %s', id => {
  let stores: Database;

  beforeEach(async () => {
    stores = await openStores(await databases.init(id));
  });

  it('reads starts of the same image or model in the cluster, newest first', async () => {
    const others = [
      startOf(3, { image: 'vllm:2' }),
      startOf(4, { source: 'c/d', modelId: 'mdl_2' }),
    ];
    for (const start of [
      startOf(1),
      startOf(2),
      ...others,
      startOf(5, { image: 'vllm:2', source: 'c/d' }),
      startOf(6, { cluster: 'other' }),
      startOf(2, { seconds: {} }),
    ]) {
      await stores.starts.save(start);
    }
    expect(await stores.starts.readAlike(startOf(0))).toEqual([
      ...others.reverse(),
      startOf(2),
      startOf(1),
    ]);
    expect(await stores.starts.has('uid-2')).toBe(true);
    expect(await stores.starts.has('uid-9')).toBe(false);
  });

  it('keeps the newest twenty of each model', async () => {
    for (let minute = 0; minute < 22; minute++) {
      await stores.starts.save(startOf(minute));
    }
    const kept = await stores.starts.readAlike(startOf(0));
    expect([kept.length, kept.at(-1)?.podUid]).toEqual([20, 'uid-2']);
  });

  it('lets one process ask a generation, and another when it is gone', async () => {
    const key = { modelId: 'mdl_1', generation: 1 };
    const claim = (minute: number) =>
      stores.starts.claimProof(key, {
        now: at(minute),
        abandonedBefore: at(minute - 5),
      });
    expect(await claim(10)).toBe(true);
    expect(await claim(11)).toBe(false);
    expect(await stores.starts.readProof('mdl_1', 1)).toBeUndefined();
    expect(await claim(16)).toBe(true);
    await stores.starts.saveProof('mdl_1', PROOF);
    expect(await claim(30)).toBe(false);
    expect(await stores.starts.readProof('mdl_1', 1)).toEqual(PROOF);
    expect(await stores.starts.readProof('mdl_1', 2)).toBeUndefined();
  });

  it('forgets them with their model', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_1' }));
    await stores.starts.save(startOf(1));
    await stores.starts.claimProof(
      { modelId: 'mdl_1', generation: 1 },
      { now: at(1), abandonedBefore: at(0) },
    );
    await stores.starts.saveProof('mdl_1', PROOF);
    await stores.models.remove('mdl_1');
    expect(await stores.starts.has('uid-1')).toBe(false);
    expect(await stores.starts.readProof('mdl_1', 1)).toBeUndefined();
  });
});
