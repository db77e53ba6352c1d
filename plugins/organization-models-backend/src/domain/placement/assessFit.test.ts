import { assessFit, type FitQuestion } from './assessFit';
import { buildNode, toAmounts } from './__testUtils__/buildNode';

const GPU = 'nvidia.com/gpu';

function gpuNode(name: string, gpus: number, used = 0) {
  return buildNode(name, {
    allocatable: { [GPU]: gpus },
    requested: { [GPU]: used },
  });
}

function ask(
  gpus: number,
  options: Omit<Partial<FitQuestion>, 'replica'> &
    Partial<FitQuestion['replica']>,
) {
  const {
    nodes = [],
    replicas = 1,
    pending,
    credited,
    deviceClasses,
    ...replica
  } = options;
  return assessFit({
    nodes,
    replicas,
    pending,
    credited,
    deviceClasses,
    replica: { requests: { [GPU]: gpus }, ...replica },
  });
}

describe('assessFit', () => {
  it('counts replicas per node and never adds GPUs of several nodes', () => {
    const nodes = [
      gpuNode('gpu-1', 8, 1),
      gpuNode('gpu-2', 4),
      gpuNode('gpu-3', 2),
    ];
    expect(ask(3, { nodes, replicas: 3 })).toEqual({
      verdict: 'fits',
      wantedReplicas: 3,
      fittingReplicas: 3,
      doubts: [],
      bestNodes: [
        expect.objectContaining({
          node: 'gpu-1',
          replicas: 2,
          free: { [GPU]: 7, pods: 110 },
        }),
        expect.objectContaining({ node: 'gpu-2', replicas: 1 }),
        {
          node: 'gpu-3',
          replicas: 0,
          replicasWhenEmpty: 0,
          free: { [GPU]: 2, pods: 110 },
          reason: 'has 2 of 3 nvidia.com/gpu in all',
        },
      ],
      explanation:
        '3 of 3 replicas fit now: gpu-1 has room for 2, gpu-2 has room for 1.',
      suggestion: undefined,
    });
  });

  it('says how fragmented the free GPUs are', () => {
    const nodes = ['a', 'b', 'c', 'd'].map(name => gpuNode(name, 8, 6));
    expect(ask(4, { nodes })).toMatchObject({
      verdict: 'now',
      fittingReplicas: 0,
      explanation:
        'Each replica needs 4 nvidia.com/gpu on one node. 8 nvidia.com/gpu are free in total but at most 2 nvidia.com/gpu on one node. The nearest to it, a, has 2 of 4 nvidia.com/gpu left.',
      suggestion:
        'Free 2 nvidia.com/gpu on a, or ask for at most 2 nvidia.com/gpu per replica.',
    });
  });

  it('says never when no empty node could hold one replica', () => {
    const nodes = [gpuNode('a', 8), gpuNode('b', 8)];
    expect(ask(16, { nodes })).toMatchObject({
      verdict: 'never',
      explanation:
        'Each replica needs 16 nvidia.com/gpu on one node. 16 nvidia.com/gpu exist in total but at most 8 nvidia.com/gpu on one node. The nearest to it, a, has 8 of 16 nvidia.com/gpu in all.',
      suggestion:
        'Add a node with 16 nvidia.com/gpu, or ask for at most 8 nvidia.com/gpu per replica.',
    });
  });

  it('says never when all nodes together are too small for the replicas', () => {
    expect(ask(8, { nodes: [gpuNode('a', 8)], replicas: 2 })).toMatchObject({
      verdict: 'never',
      fittingReplicas: 1,
      explanation:
        'Each replica needs 8 nvidia.com/gpu on one node. 1 of 2 replicas fits now: a has room for 1. Not more than 1 would fit if every node were empty.',
      suggestion:
        'Ask for 1 of the 2 replicas, or add a node with 8 nvidia.com/gpu for another one.',
    });
  });

  it('names what is missing for the next replica when some fit', () => {
    const nodes = [gpuNode('a', 4), gpuNode('b', 4, 1), gpuNode('tiny', 3)];
    expect(ask(4, { nodes, replicas: 2 })).toMatchObject({
      verdict: 'now',
      fittingReplicas: 1,
      suggestion:
        'Ask for 1 of the 2 replicas, or free 1 nvidia.com/gpu on b for another one.',
    });
  });

  it('does not ask to free what a node does not have', () => {
    const nodes = [gpuNode('tiny', 3), gpuNode('big', 8, 8)];
    expect(ask(4, { nodes }).suggestion).toBe('Free 4 nvidia.com/gpu on big.');
  });

  it('looks at every resource, the number of pods included', () => {
    const nodes = [
      buildNode('memory', {
        allocatable: { [GPU]: 8, memory: '64Gi' },
        requested: { memory: '40Gi', cpu: '63500m' },
      }),
      buildNode('full', {
        allocatable: { [GPU]: 8, pods: 10 },
        requested: { pods: 10 },
      }),
    ];
    const answer = ask(1, {
      nodes,
      requests: toAmounts({ [GPU]: 1, memory: '32Gi', cpu: 1 }),
    });
    expect(answer.verdict).toBe('now');
    expect(answer.bestNodes.map(({ node, reason }) => [node, reason])).toEqual([
      ['full', 'has 0 of 1 pods free'],
      ['memory', 'has 24Gi of 32Gi of memory and 500m of 1 CPU cores free'],
    ]);
  });

  it('knows whether ending pods of a lower priority would help', () => {
    const busy = (lower: number) =>
      buildNode('a', {
        allocatable: { [GPU]: 8 },
        requested: { [GPU]: 8 },
        preemptible: { [GPU]: lower },
      });
    const asked = { requests: { [GPU]: 4 } };
    expect(ask(4, { nodes: [busy(4)] })).toMatchObject({
      verdict: 'now',
      fittingReplicas: 0,
      doubts: [{ kind: 'preemption' }],
    });
    expect(ask(4, { nodes: [busy(3)] }).doubts).toEqual([]);
    expect(
      ask(4, { nodes: [busy(4)], pending: [{ replica: asked, count: 1 }] })
        .doubts,
    ).toEqual([]);
    expect(ask(16, { nodes: [busy(8)] })).toMatchObject({
      verdict: 'never',
      doubts: [],
    });
  });

  describe('where resource claims may give what no node has', () => {
    const deviceClasses = [
      { name: 'gpu.nvidia.com', extendedResourceName: GPU },
      { name: 'cards' },
    ];
    const doubt = {
      kind: 'resourceClaims',
      resource: GPU,
      deviceClass: 'gpu.nvidia.com',
    };

    it('doubts what it says of a resource by the name of a class', () => {
      const nodes = [buildNode('a')];
      expect(ask(4, { nodes, deviceClasses })).toMatchObject({
        verdict: 'never',
        doubts: [doubt],
        explanation: expect.stringContaining('a, has 0 of 4 nvidia.com/gpu'),
      });
      const requests = { 'deviceclass.resource.kubernetes.io/cards': 1 };
      expect(ask(0, { nodes, deviceClasses, requests }).doubts).toEqual([
        {
          kind: 'resourceClaims',
          resource: 'deviceclass.resource.kubernetes.io/cards',
          deviceClass: 'cards',
        },
      ]);
      const other = { 'amd.com/gpu': 1 };
      expect(ask(0, { nodes, deviceClasses, requests: other }).doubts).toEqual(
        [],
      );
    });

    it.each([
      ['a device plugin', gpuNode('a', 2), {}],
      ['all of its GPUs in use', gpuNode('a', 8, 8), {}],
      [
        'a taint',
        buildNode('a', { taints: [{ key: 'other', effect: 'NoSchedule' }] }),
        {},
      ],
      ['other labels', buildNode('a'), { nodeSelector: { pool: 'ml' } }],
      [
        'too little memory',
        buildNode('a'),
        { requests: toAmounts({ [GPU]: 4, memory: '1Ti' }) },
      ],
    ])('has no doubt about a node with %s', (_, node, options) => {
      const answer = ask(4, { nodes: [node], deviceClasses, ...options });
      expect(answer.verdict).not.toBe('fits');
      expect(answer.doubts).toEqual([]);
    });

    it('counts what others take of the rest', () => {
      const nodes = [buildNode('a', { requested: { cpu: 60 } })];
      const requests = toAmounts({ [GPU]: 1, cpu: 2 });
      const options = { nodes, deviceClasses, requests, replicas: 2 };
      expect(ask(1, options).doubts).toEqual([doubt]);
      const pending = [{ replica: { requests: { cpu: 1 } }, count: 1 }];
      expect(ask(1, { ...options, pending }).doubts).toEqual([]);
    });

    it('names what is missing besides, now or ever', () => {
      const nodes = [buildNode('a', { requested: { cpu: 63 } })];
      const requests = toAmounts({ [GPU]: 1, cpu: 2 });
      expect(ask(1, { nodes, deviceClasses, requests })).toMatchObject({
        verdict: 'now',
        fittingReplicas: 0,
        doubts: [],
        bestNodes: [expect.objectContaining({ free: { cpu: 1, pods: 110 } })],
        explanation:
          'Each replica needs 1 nvidia.com/gpu, 2 CPU cores on one node. The nearest to it, a, has 1 of 2 CPU cores left. Resource claims were taken to give all of nvidia.com/gpu where no device plugin does.',
        suggestion:
          'Free 1 CPU cores on a, or ask for at most 1 CPU cores per replica.',
      });
    });

    it('adds up no GPUs that nobody counted', () => {
      const nodes = [
        gpuNode('plugin', 4, 2),
        buildNode('claimed', { requested: { cpu: 64 } }),
      ];
      const requests = toAmounts({ [GPU]: 4, cpu: 1 });
      expect(ask(4, { nodes, deviceClasses, requests })).toMatchObject({
        verdict: 'now',
        explanation: expect.stringMatching(
          /^Each replica needs [^.]*\.com\/gpu, 1 CPU cores on one node\. The nearest to it, plugin, has 2 of 4 nvidia\.com\/gpu left/,
        ),
      });
    });

    it('knows where lower priorities are in the way besides', () => {
      const nodes = [
        buildNode('a', {
          requested: { cpu: 64 },
          preemptible: toAmounts({ cpu: 32 }),
        }),
      ];
      const requests = toAmounts({ [GPU]: 1, cpu: 2 });
      expect(ask(1, { nodes, deviceClasses, requests }).doubts).toEqual([
        doubt,
        { kind: 'preemption' },
      ]);
    });
  });

  it('does not drift with parts of cores', () => {
    const node = buildNode('a', {
      allocatable: { cpu: 1 },
      requested: { cpu: 0.7 },
    });
    const requests = { cpu: 0.1 };
    expect(ask(0, { nodes: [node], replicas: 3, requests }).verdict).toBe(
      'fits',
    );
    expect(ask(0, { nodes: [node], replicas: 4, requests })).toMatchObject({
      verdict: 'now',
      fittingReplicas: 3,
    });
  });

  it('ignores what is not requested, even where it is overcommitted', () => {
    const node = buildNode('a', {
      allocatable: { [GPU]: 1, cpu: 4 },
      requested: { cpu: 8 },
    });
    expect(ask(1, { nodes: [node] }).verdict).toBe('fits');
  });

  it('takes pending pods into account where they cost least', () => {
    const nodes = [gpuNode('a', 4), gpuNode('b', 3)];
    const pending = [{ replica: { requests: { [GPU]: 2 } }, count: 1 }];
    expect(ask(4, { nodes, pending }).verdict).toBe('fits');
    expect(
      ask(4, { nodes, pending: [{ ...pending[0], count: 2 }] }),
    ).toMatchObject({
      verdict: 'now',
      explanation: expect.stringContaining(
        'Pods that were accepted earlier and do not run yet take the room.',
      ),
    });
  });

  it('places those pending pods first which have the least choice', () => {
    const nodes = [
      { ...gpuNode('a', 2), labels: { pool: 'a' } },
      gpuNode('b', 2),
    ];
    const pending = [
      { replica: { requests: { [GPU]: 2 } }, count: 1 },
      {
        replica: { requests: { [GPU]: 2 }, nodeSelector: { pool: 'a' } },
        count: 1,
      },
    ];
    expect(ask(1, { nodes, pending }).fittingReplicas).toBe(0);
  });

  it('credits what the replaced pods give back', () => {
    const nodes = [gpuNode('a', 8, 8)];
    const credited = [
      { node: 'a', amounts: { [GPU]: 2 } },
      { node: 'a', amounts: { [GPU]: 2 } },
    ];
    expect(ask(4, { nodes, credited }).verdict).toBe('fits');
    expect(ask(5, { nodes, credited }).verdict).toBe('now');
  });

  it.each([
    ['GPUs for nobody', { 'nvidia.com/gpu': '' }, 'nvidia.com/gpu:NoSchedule'],
    ['a pool', { dedicated: 'team' }, 'dedicated=team:NoSchedule'],
  ])('names the taint to tolerate: %s', (_, taint, words) => {
    const [[key, value]] = Object.entries(taint);
    const node = {
      ...gpuNode('a', 8),
      taints: [{ key, value, effect: 'NoSchedule' as const }],
    };
    expect(ask(1, { nodes: [node] })).toMatchObject({
      verdict: 'never',
      explanation: `Each replica needs 1 nvidia.com/gpu on one node. None of the cluster's nodes (1) may take it: one has the taint ${words}.`,
      suggestion: `Tolerate ${words} in deployment_config.tolerations, or take the taint away.`,
    });
    expect(
      ask(1, { nodes: [node], tolerations: [{ key, operator: 'Exists' }] })
        .verdict,
    ).toBe('fits');
  });

  it('takes a cordon for something that passes', () => {
    const node = { ...gpuNode('a', 8), unschedulable: true };
    expect(ask(8, { nodes: [node] })).toMatchObject({
      verdict: 'now',
      explanation:
        'Each replica needs 8 nvidia.com/gpu on one node. a has the room but is cordoned.',
      suggestion: 'Uncordon a.',
    });
    expect(ask(9, { nodes: [node] }).verdict).toBe('never');
  });

  it('places a pod that tolerates it on a cordoned node', () => {
    const node = { ...gpuNode('a', 8), unschedulable: true };
    const tolerations = [
      { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' as const },
    ];
    expect(ask(8, { nodes: [node], tolerations }).verdict).toBe('fits');
  });

  it('goes by taints, not by readiness', () => {
    const lost = {
      ...gpuNode('a', 8),
      ready: false,
      taints: [
        {
          key: 'node.kubernetes.io/unreachable',
          effect: 'NoSchedule' as const,
        },
      ],
    };
    expect(ask(1, { nodes: [{ ...lost, taints: [] }] }).verdict).toBe('fits');
    expect(ask(1, { nodes: [lost] })).toMatchObject({
      verdict: 'now',
      suggestion: 'Mend a.',
    });
  });

  it('names the labels that no node has', () => {
    expect(
      ask(1, { nodes: [gpuNode('a', 8)], nodeSelector: { pool: 'ml' } }),
    ).toMatchObject({
      verdict: 'never',
      suggestion:
        'Change deployment_config.node_selector, or label a node with pool=ml.',
    });
  });

  it('has words for an empty cluster', () => {
    expect(ask(1, {})).toEqual({
      verdict: 'never',
      wantedReplicas: 1,
      fittingReplicas: 0,
      doubts: [],
      bestNodes: [],
      explanation:
        'Each replica needs 1 nvidia.com/gpu on one node. The cluster has no nodes.',
      suggestion: 'Add a node to the cluster.',
    });
  });

  it('wants nothing for no replicas', () => {
    expect(ask(1, { replicas: 0 }).verdict).toBe('fits');
  });
});
