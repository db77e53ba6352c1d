import { type ClusterFacts, NO_FACTS, type NodeFacts } from './ClusterFacts';
import { diffPieces, joinFacts, splitFacts } from './factPieces';

const GPU = 'nvidia.com/gpu';

function buildNode(name: string, pods = 0): NodeFacts {
  return {
    name,
    labels: { 'kubernetes.io/hostname': name },
    taints: [],
    unschedulable: false,
    ready: true,
    allocatable: { cpu: 64, [GPU]: 8 },
    requested: { cpu: pods, pods },
    ...(pods > 3 && { preemptible: { cpu: 1 } }),
  };
}

const FACTS: ClusterFacts = {
  kubernetesVersion: 'v1.36.3',
  nodes: [buildNode('a/b', 1), buildNode('gpu-1', 4), buildNode('gpu-2')],
  customResources: [
    {
      name: 'podautoscalers.autoscaling.aibrix.ai',
      served: ['v1'],
      established: true,
    },
  ],
  operators: [],
  storageClasses: [{ name: 'fast', provisioner: 'csi', default: true }],
  deviceClasses: [],
  clusterPolicyState: 'ready',
  pending: [{ replica: { requests: { [GPU]: 1 } }, count: 3 }],
  namespaces: [
    {
      name: 'models',
      quotas: [{ name: 'all', hard: { pods: 9 }, used: { pods: 2 } }],
    },
  ],
};

function join(pieces: ReadonlyMap<string, string>): ClusterFacts {
  return joinFacts(
    new Map([...pieces].map(([key, text]) => [key, JSON.parse(text)])),
  );
}

const changesOf = (after: Partial<ClusterFacts>) => {
  const { changed, gone } = diffPieces(
    splitFacts(FACTS),
    splitFacts({ ...FACTS, ...after }),
  );
  return { changed: changed.map(([key]) => key), gone };
};

describe('factPieces', () => {
  it.each([
    ['of a whole cluster', FACTS],
    ['of a cluster in which nothing is', { ...NO_FACTS, pending: [] }],
  ])('put together again are the facts %s', (_, facts) => {
    expect(join(splitFacts(facts))).toEqual(facts);
  });

  it('are put together the same, in whichever order they were read', () => {
    const pieces = [...splitFacts(FACTS)];
    expect(join(new Map(pieces.reverse()))).toEqual(FACTS);
  });

  it.each<[string, Partial<ClusterFacts>, string[], string[]]>([
    [
      'a pod that comes',
      { nodes: [FACTS.nodes[0], buildNode('gpu-1', 5), FACTS.nodes[2]] },
      ['use/gpu-1'],
      [],
    ],
    [
      'a node that gets a label',
      {
        nodes: [
          ...FACTS.nodes.slice(0, 2),
          { ...FACTS.nodes[2], labels: { zone: 'a' } },
        ],
      },
      ['node/gpu-2'],
      [],
    ],
    [
      'a node that goes',
      { nodes: FACTS.nodes.slice(0, 2) },
      [],
      ['node/gpu-2', 'use/gpu-2'],
    ],
    [
      'a policy that is no longer known',
      { clusterPolicyState: undefined },
      [],
      ['field/clusterPolicyState'],
    ],
    [
      'a quota that is used',
      {
        namespaces: [
          {
            name: 'models',
            quotas: [{ name: 'all', hard: { pods: 9 }, used: { pods: 3 } }],
          },
        ],
      },
      ['namespace/models'],
      [],
    ],
    ['nothing', {}, [], []],
  ])('%s changes its own', (_, after, changed, gone) => {
    expect(changesOf(after)).toEqual({ changed, gone });
  });

  it('of pods that wait for a node are few, however unlike they are', () => {
    const pending = Array.from({ length: 500 }, (_, cpu) => ({
      replica: { requests: { cpu } },
      count: 1,
    }));
    const pieces = splitFacts({ ...NO_FACTS, pending });
    expect(pieces.size).toBeLessThan(40);
    expect(join(pieces).pending).toHaveLength(500);
    const { changed } = diffPieces(
      pieces,
      splitFacts({ ...NO_FACTS, pending: pending.slice(1) }),
    );
    expect(changed).toHaveLength(1);
  });

  it('leave a node the same object when another one changes', () => {
    const parsed = new Map(
      [...splitFacts(FACTS)].map(([key, text]) => [key, JSON.parse(text)]),
    );
    const before = joinFacts(parsed);
    const after = joinFacts(
      new Map(parsed).set('use/gpu-1', { requested: { pods: 9 } }),
    );
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[1]).toEqual({
      ...before.nodes[1],
      requested: { pods: 9 },
      preemptible: undefined,
    });
  });
});
