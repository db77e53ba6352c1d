import type { SpreadRule } from '../facts/Replica';
import { buildNode } from './__testUtils__/buildNode';
import { limitBySpread } from './limitBySpread';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';

function count(
  replicas: [string | undefined, number][],
  spread: SpreadRule[],
  nodeSelector?: Record<string, string>,
) {
  const counts = replicas.map(([zone, number], index) => ({
    node: buildNode(`n${index}`, {
      labels: { [HOST]: `n${index}`, ...(zone && { [ZONE]: zone }) },
    }),
    replicas: number,
  }));
  return limitBySpread(counts, { requests: {}, spread, nodeSelector });
}

const even = (maxSkew: number, more = {}): SpreadRule => ({
  kind: 'even',
  topologyKey: ZONE,
  maxSkew,
  ...more,
});
const apart = (topologyKey: string): SpreadRule => ({
  kind: 'apart',
  topologyKey,
});

describe('limitBySpread', () => {
  it.each<[string, [string | undefined, number][], SpreadRule[], number]>([
    [
      'no rule',
      [
        ['a', 3],
        ['b', 4],
      ],
      [],
      7,
    ],
    [
      'one per node',
      [
        ['a', 3],
        ['a', 2],
        ['b', 0],
      ],
      [apart(HOST)],
      2,
    ],
    [
      'one per zone',
      [
        ['a', 3],
        ['a', 2],
        ['b', 4],
      ],
      [apart(ZONE)],
      2,
    ],
    [
      'one per zone where a node has none',
      [
        ['a', 3],
        [undefined, 2],
      ],
      [apart(ZONE)],
      3,
    ],
    [
      'even zones',
      [
        ['a', 1],
        ['b', 9],
      ],
      [even(1)],
      3,
    ],
    [
      'zones within two',
      [
        ['a', 1],
        ['b', 9],
        ['c', 2],
      ],
      [even(2)],
      6,
    ],
    [
      'a full zone',
      [
        ['a', 0],
        ['b', 9],
      ],
      [even(1)],
      1,
    ],
    [
      'no node without a zone',
      [
        ['a', 2],
        [undefined, 9],
      ],
      [even(1)],
      2,
    ],
    [
      'fewer zones than there must be',
      [
        ['a', 5],
        ['b', 5],
      ],
      [even(1, { minDomains: 3 })],
      2,
    ],
    [
      'one per node in even zones',
      [
        ['a', 9],
        ['b', 9],
        ['b', 9],
        ['b', 9],
      ],
      [even(1), apart(HOST)],
      3,
    ],
  ])('counts for %s', (_, replicas, spread, expected) => {
    expect(count(replicas, spread)).toBe(expected);
  });

  it('leaves out zones where no pod can go by its selector', () => {
    const replicas: [string, number][] = [
      ['a', 0],
      ['b', 9],
    ];
    const selector = { [ZONE]: 'b' };
    expect(count(replicas, [even(1)], selector)).toBe(9);
    expect(
      count(replicas, [even(1, { ignoresSelector: true })], selector),
    ).toBe(1);
  });
});
