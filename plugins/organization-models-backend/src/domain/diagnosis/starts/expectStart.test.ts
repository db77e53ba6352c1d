import type { ModelStart } from '../../facts/ModelStart';
import { expectStart } from './expectStart';

const PLACE = {
  podUid: 'now',
  image: 'i:1',
  source: 'a/b',
  hardware: '1 × L4',
};

function startOf(
  seconds: Record<string, number>,
  changes: Partial<ModelStart> = {},
): ModelStart {
  return {
    ...PLACE,
    podUid: 'then',
    modelId: 'm',
    generation: 1,
    cluster: 'c',
    readyAt: '2026-01-01T00:00:00Z',
    milestones: {},
    seconds,
    ...changes,
  };
}

describe('expectStart', () => {
  it('knows nothing without earlier starts, nor by the start itself', () => {
    expect(expectStart(PLACE, [])).toBeUndefined();
    expect(
      expectStart(PLACE, [startOf({ ready: 1 }, { podUid: 'now' })]),
    ).toBeUndefined();
  });

  it('tells median and p90', () => {
    const starts = [50, 10, 40, 20, 30, 60, 70, 80, 100, 90].map(weights =>
      startOf({ weights }),
    );
    expect(expectStart(PLACE, starts)?.ofPhase('weights')).toEqual({
      median: 50,
      p90: 90,
    });
    expect(expectStart(PLACE, starts)?.ofPhase('ready')).toBeUndefined();
  });

  it('adds up what is still to come', () => {
    const starts = [startOf({ weights: 60, ready: 5 }), startOf({ ready: 80 })];
    expect(expectStart(PLACE, starts)?.ofPhases(['weights', 'ready'])).toEqual({
      median: 65,
      p90: 80,
    });
  });

  it.each<[string, Partial<ModelStart>[], string | undefined, number]>([
    [
      'the same model, image and hardware before all others',
      [{}, { hardware: '8 × H100' }, { source: 'c/d' }],
      'model',
      1,
    ],
    [
      'the same model with another image',
      [{ image: 'i:0' }, { source: 'c/d' }],
      'model',
      1,
    ],
    ['the same model elsewhere', [{ hardware: '2 × L4' }], 'model', 1],
    [
      'another model with the same image and hardware',
      [{ source: 'c/d' }, { source: 'e/f' }],
      'image',
      2,
    ],
    [
      'nothing by another model on other hardware',
      [{ source: 'c/d', hardware: '8 × H100' }],
      undefined,
      0,
    ],
  ])('goes by %s', (_, changes, alike, starts) => {
    const found = expectStart(
      PLACE,
      changes.map(change => startOf({ weights: 1 }, change)),
    );
    expect([found?.alike, found?.starts ?? 0]).toEqual([alike, starts]);
  });
});
