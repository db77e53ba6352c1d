import type { ModelStart } from '../../facts/ModelStart';
import { compareStarts } from './compareStarts';

function aStart(
  generation: number,
  minute: number,
  seconds: Record<string, number> = { scheduled: 1 },
): ModelStart {
  return {
    podUid: `${generation}-${minute}`,
    modelId: 'mdl_1',
    generation,
    cluster: 'test',
    image: 'vllm/vllm-openai:v0.32.0',
    source: 'a/b',
    hardware: '1 NVIDIA-L4',
    readyAt: `2026-01-05T09:${String(minute).padStart(2, '0')}:00.000Z`,
    seconds,
    milestones: {},
  };
}

describe('compareStarts', () => {
  it('takes the last start of each generation before, the newest first', () => {
    const starts = [
      aStart(1, 1),
      aStart(2, 3, { ready: 0.2, scheduled: 0.1, weights: 40 }),
      aStart(2, 2),
      aStart(3, 4),
    ];
    expect(compareStarts(starts, { generation: 3 })).toEqual([
      {
        generation: 2,
        ready_at: '2026-01-05T09:03:00.000Z',
        seconds: 40.3,
        phases: [
          { phase: 'scheduled', seconds: 0.1 },
          { phase: 'weights', seconds: 40 },
          { phase: 'ready', seconds: 0.2 },
        ],
      },
      expect.objectContaining({ generation: 1, seconds: 1 }),
    ]);
  });

  it('has nothing to compare a first start with, and not too much later', () => {
    const starts = [1, 2, 3, 4, 5, 6, 7].map(each => aStart(each, each));
    expect(compareStarts(starts, { generation: 1 })).toEqual([]);
    expect(
      compareStarts(starts, { generation: 8 }).map(each => each.generation),
    ).toEqual([7, 6, 5, 4, 3]);
  });
});
