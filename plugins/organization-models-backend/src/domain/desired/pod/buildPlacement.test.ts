import type { ResolvedModel, StoredSpec } from '../../facts/ResolvedModel';
import { buildAffinity, buildTolerations } from './buildPlacement';

describe('buildAffinity', () => {
  const gpu = { count: 1, resourceName: 'nvidia.com/gpu' };
  const exclusions = [{ labelKey: 'kubernetes.io/arch', values: ['arm64'] }];
  const notArm64 = {
    key: 'kubernetes.io/arch',
    operator: 'NotIn',
    values: ['arm64'],
  };

  it('keeps off nodes on which nothing would start', () => {
    expect(buildAffinity({ ...gpu, exclusions })?.nodeAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [notArm64] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: undefined,
    });
  });

  it('asks for both in one term: several would be alternatives', () => {
    const affinity = {
      strength: 'required' as const,
      labelKey: 'nvidia.com/gpu.product',
      values: ['B', 'A'],
    };
    expect(
      buildAffinity({ ...gpu, affinity, exclusions })?.nodeAffinity
        ?.requiredDuringSchedulingIgnoredDuringExecution,
    ).toEqual({
      nodeSelectorTerms: [
        {
          matchExpressions: [
            {
              key: 'nvidia.com/gpu.product',
              operator: 'In',
              values: ['A', 'B'],
            },
            notArm64,
          ],
        },
      ],
    });
  });
});

describe('buildTolerations', () => {
  it.each([
    [{ resourceName: 'nvidia.com/mig-1g.5gb' }, 'nvidia.com/gpu'],
    [{ resourceName: 'amd.com/cpx_nps4' }, 'amd.com/gpu'],
    [{ resourceName: 'habana.ai/gaudi' }, 'habana.ai/gaudi'],
    [{ resourceName: 'acme.io/npu', taintKey: 'acme.io/pool' }, 'acme.io/pool'],
  ])('of %j tolerate %s', (gpu, key) => {
    const resolved = { gpu: { count: 1, ...gpu } } as ResolvedModel;
    expect(buildTolerations({ spec: {} as StoredSpec, resolved })).toEqual([
      { key, operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });
});
