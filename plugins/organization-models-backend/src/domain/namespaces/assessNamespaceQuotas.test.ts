import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { type ClusterFacts, NO_FACTS } from '../facts/ClusterFacts';
import type { ResolvedModel } from '../facts/ResolvedModel';
import { assessNamespaceQuotas } from './assessNamespaceQuotas';
import { describeExcess } from '../quota/describeExcess';
import { readQuotaRefusal } from '../quota/readQuotaRefusal';

const RESOLVED: ResolvedModel = {
  ...buildStoredModel({ id: 'mdl_1' }).resolved,
  gpu: { count: 2, resourceName: 'nvidia.com/gpu' },
  scaling: { mode: 'fixed', replicas: 2 },
};
const GIBIBYTE = 2 ** 30;
const POD = { cpu: 2, memory: 16 * GIBIBYTE, 'nvidia.com/gpu': 2 };

type Quotas = ClusterFacts['namespaces'][number]['quotas'];

function assess(
  quotas: Quotas,
  options: Partial<Parameters<typeof assessNamespaceQuotas>[0]> = {},
) {
  return assessNamespaceQuotas({
    namespace: 'models',
    facts: {
      ...NO_FACTS,
      namespaces: [
        {
          name: 'others',
          quotas: [{ name: 'none', hard: { pods: 0 }, used: {} }],
        },
        { name: 'models', quotas },
      ],
    },
    resolved: RESOLVED,
    stopped: false,
    ownPods: [],
    ...options,
  });
}

describe('assessNamespaceQuotas', () => {
  it('compares what all pods request, in the words of a ResourceQuota', () => {
    const { rows, exceeded } = assess([
      {
        name: 'gpus',
        hard: {
          'requests.nvidia.com/gpu': 8,
          'limits.memory': 64 * GIBIBYTE,
          'requests.cpu': 4.5,
          pods: 10,
          services: 5,
          'requests.amd.com/gpu': 1,
        },
        used: { 'requests.nvidia.com/gpu': 5, 'requests.cpu': 0.5 },
      },
    ]);
    const source = 'ResourceQuota models/gpus';
    expect(rows).toEqual([
      {
        resource: 'requests.nvidia.com/gpu',
        hard: '8',
        used: '5',
        wanted: '4',
        source,
      },
      {
        resource: 'limits.memory',
        hard: '64Gi',
        used: '0',
        wanted: '32Gi',
        source,
      },
      {
        resource: 'requests.cpu',
        hard: '4500m',
        used: '500m',
        wanted: '4',
        source,
      },
      { resource: 'pods', hard: '10', used: '0', wanted: '2', source },
    ]);
    expect(exceeded.map(({ resource }) => resource)).toEqual([
      'requests.nvidia.com/gpu',
    ]);
  });

  const full: Quotas = [
    {
      name: 'full',
      hard: { 'requests.nvidia.com/gpu': 4 },
      used: { 'requests.nvidia.com/gpu': 4 },
    },
  ];

  it('credits the pods that are replaced, and lets pass what asks no more', () => {
    const { rows, exceeded } = assess(full, { ownPods: [POD, POD] });
    expect(rows[0]).toMatchObject({ used: '0', wanted: '4' });
    expect(exceeded).toEqual([]);
    const lowered = [{ ...full[0], hard: { 'requests.nvidia.com/gpu': 1 } }];
    expect(assess(lowered, { ownPods: [POD, POD] }).exceeded).toEqual([]);
    expect(assess(lowered, { ownPods: [POD] }).exceeded).toHaveLength(1);
  });

  it('wants nothing of a stopped model, and judges no scopes', () => {
    expect(assess(full, { stopped: true }).exceeded).toEqual([]);
    expect(assess([{ ...full[0], scoped: true }]).rows).toEqual([]);
  });

  it('holds autoscaled models to their minimum, and tells of the maximum', () => {
    const { exceeded, most } = assess(
      [{ name: 'gpus', hard: { 'requests.nvidia.com/gpu': 4 }, used: {} }],
      {
        resolved: {
          ...RESOLVED,
          scaling: {
            mode: 'autoscaled',
            minReplicas: 1,
            maxReplicas: 4,
            targetMetric: 'num_requests_running',
            targetValue: '40',
            scaleDownDelay: '3m',
          },
        },
      },
    );
    expect(exceeded).toEqual([]);
    expect(most).toEqual([expect.objectContaining({ wanted: '8', hard: '4' })]);
  });
});

describe('readQuotaRefusal', () => {
  it('reads the numbers from what the API server says', () => {
    const rows = readQuotaRefusal(
      'pods "m-dry-run" is forbidden: exceeded quota: tiny, requested: requests.cpu=2,requests.nvidia.com/gpu=4, used: requests.cpu=0,requests.nvidia.com/gpu=1, limited: requests.cpu=1m,requests.nvidia.com/gpu=4',
      'models',
    );
    const source = 'ResourceQuota models/tiny';
    expect(rows).toEqual([
      { resource: 'requests.cpu', hard: '1m', used: '0', wanted: '2', source },
      {
        resource: 'requests.nvidia.com/gpu',
        hard: '4',
        used: '1',
        wanted: '4',
        source,
      },
    ]);
    expect(describeExcess(rows.slice(1))).toBe(
      'The ResourceQuota models/tiny allows 4 requests.nvidia.com/gpu: without this model 1 are used, and it needs 4. Ask for at most 3 requests.nvidia.com/gpu (fewer or smaller replicas), stop or delete another model, or ask whoever runs the cluster to raise the ResourceQuota.',
    );
  });

  it('reads nothing from other words', () => {
    expect(readQuotaRefusal('no', 'models')).toEqual([]);
  });
});
