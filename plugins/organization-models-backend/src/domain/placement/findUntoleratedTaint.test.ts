import type { Taint } from '../facts/ClusterFacts';
import { buildNode } from './__testUtils__/buildNode';
import { findUntoleratedTaint } from './findUntoleratedTaint';
import type { Toleration } from '../facts/Replica';

const gpu: Taint = {
  key: 'nvidia.com/gpu',
  value: 'present',
  effect: 'NoSchedule',
};

describe('findUntoleratedTaint', () => {
  it.each<[string, Taint, Toleration[], boolean]>([
    ['nothing', gpu, [], false],
    ['the key', gpu, [{ key: gpu.key, operator: 'Exists' }], true],
    ['the value', gpu, [{ key: gpu.key, value: 'present' }], true],
    ['another value', gpu, [{ key: gpu.key, value: 'absent' }], false],
    ['no value', gpu, [{ key: gpu.key }], false],
    ['everything', gpu, [{ operator: 'Exists' }], true],
    [
      'another effect',
      gpu,
      [{ key: gpu.key, operator: 'Exists', effect: 'NoExecute' }],
      false,
    ],
    ['nothing, preferred', { ...gpu, effect: 'PreferNoSchedule' }, [], true],
    ['nothing, at run time', { ...gpu, effect: 'NoExecute' }, [], false],
    [
      'nothing, lost for five minutes',
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
      [],
      true,
    ],
  ])('tolerating %s', (_, taint, tolerations, tolerated) => {
    const node = buildNode('a', { taints: [taint] });
    expect(findUntoleratedTaint(node, tolerations)).toEqual(
      tolerated ? undefined : taint,
    );
  });

  it('counts a cordon as a taint', () => {
    const node = buildNode('a', { unschedulable: true });
    expect(findUntoleratedTaint(node)?.key).toBe(
      'node.kubernetes.io/unschedulable',
    );
    expect(findUntoleratedTaint(node, [{ operator: 'Exists' }])).toBe(
      undefined,
    );
  });
});
