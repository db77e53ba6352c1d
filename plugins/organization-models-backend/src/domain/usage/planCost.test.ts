import type { ResolvedModel } from '../facts/ResolvedModel';
import { computeHourlyCosts } from './computeHourlyCosts';
import { planCost } from './planCost';

const PRICES = { currency: 'EUR', gpuHour: { L4: 0.7, H100: 2.5, L40S: 1.1 } };
const H100 = 'NVIDIA-H100-80GB-HBM3';

const of = (products: string[], fields: object = {}, spec: object = {}) =>
  planCost(
    {
      spec: spec as never,
      resolved: {
        gpu: {
          count: 2,
          resourceName: 'nvidia.com/gpu',
          affinity: {
            strength: 'required',
            labelKey: 'nvidia.com/gpu.product',
            values: products,
          },
        },
        scaling: { mode: 'fixed', replicas: 3 },
        ...fields,
      } as ResolvedModel,
    },
    PRICES,
  );

const autoscaled = { mode: 'autoscaled', minReplicas: 1, maxReplicas: 4 };
const anywhere = {
  count: 1,
  resourceName: 'nvidia.com/gpu',
  products: { reachable: ['NVIDIA-L4', H100], unreachable: [] },
};

describe('planCost', () => {
  it.each<[string, ReturnType<typeof of>, unknown]>([
    ['all GPUs of all replicas', of([H100]), { least: 15, most: 15 }],
    [
      'from the cheapest to the dearest type',
      of(['NVIDIA-L4', H100]),
      { least: 4.2, most: 15 },
    ],
    [
      'from the fewest to the most replicas',
      of([H100], { scaling: autoscaled }),
      { least: 5, most: 20 },
    ],
    [
      'of what the cluster has, where nothing binds it to a type',
      of([], { gpu: anywhere }),
      { least: 2.1, most: 7.5 },
    ],
    ['nothing without GPUs', of([], { gpu: undefined }), { least: 0, most: 0 }],
    [
      'nothing while it is stopped',
      of([H100], {}, { desired_state: 'stopped' }),
      { least: 0, most: 0 },
    ],
  ])('is %s', (_, cost, per_hour) => {
    expect(cost).toEqual({ currency: 'EUR', per_hour });
  });

  it('is not told while a price is missing', () => {
    expect(of([H100, 'NVIDIA-A10'])).toBeUndefined();
    expect(
      of([], { gpu: { ...anywhere, products: undefined } }),
    ).toBeUndefined();
  });
});

describe('computeHourlyCosts', () => {
  it('adds up what pods of a model hold, of known prices only', () => {
    const costs = computeHourlyCosts(
      [
        { modelId: 'a', gpuType: H100, gpus: 2 },
        { modelId: 'a', gpuType: 'NVIDIA-L4', gpus: 1 },
        { modelId: 'b', gpuType: H100, gpus: 1 },
        { modelId: 'b', gpuType: 'NVIDIA-A10', gpus: 1 },
      ],
      PRICES,
    );
    expect([...costs]).toEqual([['a', { currency: 'EUR', per_hour: 5.7 }]]);
  });
});
