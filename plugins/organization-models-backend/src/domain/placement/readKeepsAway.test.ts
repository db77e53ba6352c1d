import { buildNode } from './__testUtils__/buildNode';
import { assessFit } from './assessFit';
import { readKeepsAway, type KeepingPod } from './readKeepsAway';

type Term = NonNullable<
  NonNullable<
    NonNullable<NonNullable<KeepingPod['spec']>['affinity']>['podAntiAffinity']
  >['requiredDuringSchedulingIgnoredDuringExecution']
>[number];

const ZONE = 'topology.kubernetes.io/zone';
const LABELS = { app: 'model' };
const MODEL = { matchLabels: { app: 'model' } };

function fittingBeside(term: Partial<Term>, modelId?: string) {
  const keepsAway = readKeepsAway(
    {
      metadata: { namespace: 'models' },
      spec: {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'kubernetes.io/hostname', ...term },
            ],
          },
        },
      },
    },
    { modelId },
  );
  const places = [
    ['a', 'z1'],
    ['b', 'z1'],
    ['c', 'z2'],
  ];
  const nodes = places.map(([name, zone]) => ({
    ...buildNode(name, {
      labels: { 'kubernetes.io/hostname': name, [ZONE]: zone },
      allocatable: { cpu: 1 },
    }),
    ...(name === 'a' && { keepsAway }),
  }));
  return assessFit({
    nodes,
    replicas: 3,
    replica: { requests: { cpu: 1 } },
    identity: { namespace: 'models', labels: LABELS, modelId: 'm1' },
  });
}

describe('pods that keep others away', () => {
  it.each<[string, number, Partial<Term>, string?]>([
    ['from their node', 2, { labelSelector: MODEL }],
    ['from their zone', 1, { labelSelector: MODEL, topologyKey: ZONE }],
    [
      'from nowhere that nodes name',
      3,
      { labelSelector: MODEL, topologyKey: 'x' },
    ],
    ['everybody', 2, { labelSelector: {} }],
    ['nobody', 3, {}],
    ['others', 3, { labelSelector: { matchLabels: { app: 'web' } } }],
    [
      'those of other namespaces',
      3,
      { labelSelector: MODEL, namespaces: ['x'] },
    ],
    [
      'those of all namespaces',
      2,
      { labelSelector: MODEL, namespaceSelector: {} },
    ],
    [
      'those of one namespace',
      2,
      {
        labelSelector: MODEL,
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': 'models' },
        },
      },
    ],
    [
      'those of namespaces that nobody here knows',
      3,
      {
        labelSelector: MODEL,
        namespaceSelector: { matchLabels: { team: 'a' } },
      },
    ],
    ['but are replaced themselves', 3, { labelSelector: MODEL }, 'm1'],
  ])('%s: %i fit', (_, fitting, ...term) => {
    expect(fittingBeside(...term).fittingReplicas).toBe(fitting);
  });

  it('are told of, and may go', () => {
    const { verdict, explanation, bestNodes } = fittingBeside({
      labelSelector: MODEL,
    });
    expect(verdict).toBe('now');
    expect(bestNodes.at(-1)?.reason ?? explanation).toContain('anti-affinity');
  });
});
