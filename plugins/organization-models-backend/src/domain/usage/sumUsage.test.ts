import { sumUsage, type UsageGroup } from './sumUsage';

const DAY = 24 * 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');

const counted = (of: object = {}) => ({
  day: '2026-03-01',
  modelId: 'mdl_a',
  modelName: 'a',
  keyId: '',
  subject: 'user:default/ann',
  requests: 2,
  errors: 1,
  prompt_tokens: 10,
  cached_tokens: 4,
  completion_tokens: 6,
  ...of,
});

const held = (of: object = {}) => ({
  modelId: 'mdl_a',
  modelName: 'a',
  gpuType: 'NVIDIA-H100-80GB-HBM3',
  gpus: 2,
  startedAt: START - DAY,
  until: START + 1.5 * DAY,
  ...of,
});

const sum = (groupBy: UsageGroup, options: object = {}) =>
  sumUsage(
    [
      counted(),
      counted({ day: '2026-03-02', keyId: 'key_1', subject: '' }),
      counted({ modelId: 'mdl_b', modelName: 'b' }),
    ],
    [held()],
    {
      groupBy,
      range: { from: START, to: START + 2 * DAY },
      prices: { currency: 'USD', gpuHour: { h100: 2, 'h100 80gb': 3 } },
      keyNames: new Map([['key_1', 'ci']]),
      ...options,
    },
  );

describe('sumUsage', () => {
  it('adds up days, with the GPU hours that fall on each and their cost', () => {
    const { usage, total } = sum('day');
    expect(usage).toMatchObject([
      { day: '2026-03-01', requests: 4, gpu_hours: 48, cost: 144 },
      { day: '2026-03-02', requests: 2, gpu_hours: 24, cost: 72 },
    ]);
    expect(total).toMatchObject({
      requests: 6,
      errors: 3,
      prompt_tokens: 30,
      cached_tokens: 12,
      completion_tokens: 18,
      gpu_hours: 72,
      gpu_hours_by_type: { 'NVIDIA-H100-80GB-HBM3': 72 },
      cost: 216,
    });
  });

  it('adds up models, those that nobody asked too', () => {
    const { usage } = sum('model');
    expect(usage).toMatchObject([
      { model: 'mdl_a', model_name: 'a', requests: 4, gpu_hours: 72 },
      { model: 'mdl_b', requests: 2, gpu_hours: 0 },
    ]);
  });

  it('adds up keys and users, beside whom the others are a row', () => {
    expect(sum('key').usage).toMatchObject([
      { requests: 4 },
      { key: 'key_1', key_name: 'ci', requests: 2 },
    ]);
    const { usage, total } = sum('user');
    expect(usage).toMatchObject([
      { requests: 2 },
      { user: 'user:default/ann', requests: 4 },
    ]);
    expect(usage[1]).not.toHaveProperty('gpu_hours');
    expect(total.gpu_hours).toBe(72);
  });

  it('tells no cost while a price is missing', () => {
    const { total } = sum('day', {
      prices: { currency: 'USD', gpuHour: { L4: 1 } },
    });
    expect(total).not.toHaveProperty('cost');
    expect(sum('day', { prices: undefined }).total.cost).toBeUndefined();
  });
});
