import fc from 'fast-check';
import type { CaseModel, CaseNode, CasePod, FitCase } from './FitCase';

type Quantities = Record<string, string>;
type Gpu = fc.Arbitrary<string>;

const GPUS = [
  'nvidia.com/gpu',
  'nvidia.com/mig-1g.10gb',
  'amd.com/gpu',
  'habana.ai/gaudi',
];
const CPU = ['100m', '250m', '0.3', '1', '1500m', '2', '3.7', '1e1'];
const MEMORY = ['128Mi', '500M', '1Gi', '1.5Gi', '2G', '6Gi', '1.1Gi'];

// values meet by chance often enough, and fail to often enough
const LABELS: Record<string, string[]> = {
  pool: ['a', 'b'],
  'topology.kubernetes.io/zone': ['zone-1', 'zone-2'],
  'nvidia.com/gpu.product': ['NVIDIA-L4', 'NVIDIA-H100-80GB-HBM3'],
  'nvidia.com/gpu.memory': ['23034', '81559', 'unknown'],
};
const TAINTS: Record<string, string[]> = {
  'nvidia.com/gpu': ['present', ''],
  dedicated: ['ml', 'web'],
};
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function sometimes<T>(arbitrary: fc.Arbitrary<T>) {
  return fc.option(arbitrary, { nil: undefined });
}

function seldom<T>(arbitrary: fc.Arbitrary<T>) {
  return fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 5 },
    { arbitrary, weight: 1 },
  );
}

function requests(gpu: Gpu): fc.Arbitrary<Quantities> {
  return fc
    .record({
      cpu: sometimes(fc.constantFrom(...CPU)),
      memory: sometimes(fc.constantFrom(...MEMORY)),
      'ephemeral-storage': sometimes(fc.constantFrom('1Gi', '5G')),
      gpus: fc.array(fc.tuple(gpu, fc.constantFrom('1', '2', '3')), {
        maxLength: 2,
      }),
    })
    .map(({ gpus, ...rest }) => ({
      ...JSON.parse(JSON.stringify(rest)),
      ...Object.fromEntries(gpus),
    }));
}

const labels = fc
  .record(
    Object.fromEntries(
      Object.entries(LABELS).map(([key, values]) => [
        key,
        sometimes(fc.constantFrom(...values)),
      ]),
    ),
  )
  .map(all => JSON.parse(JSON.stringify(all)) as Record<string, string>);

const taint = fc.constantFrom(...Object.keys(TAINTS)).chain(key =>
  fc.record({
    key: fc.constant(key),
    value: fc.constantFrom(...TAINTS[key]),
    effect: fc.constantFrom(...EFFECTS),
  }),
);

const arbitraryNode = (gpu: Gpu): fc.Arbitrary<CaseNode> =>
  fc.record({
    labels,
    taints: fc.oneof(
      { arbitrary: fc.constant<CaseNode['taints']>([]), weight: 3 },
      {
        arbitrary: fc.uniqueArray(taint, {
          maxLength: 2,
          selector: ({ key, effect }) => `${key} ${effect}`,
        }),
        weight: 2,
      },
    ),
    unschedulable: fc.oneof(
      { arbitrary: fc.constant(false), weight: 4 },
      { arbitrary: fc.constant(true), weight: 1 },
    ),
    allocatable: fc
      .record({
        cpu: fc.constantFrom('2', '4', '7910m', '16'),
        memory: fc.constantFrom('4Gi', '8Gi', '15.5Gi', '33554432Ki'),
        pods: fc.constantFrom('1', '2', '4', '110'),
        'ephemeral-storage': fc.constantFrom('10Gi', '100Gi'),
        gpus: fc.array(
          fc.tuple(gpu, fc.integer({ min: 0, max: 8 }).map(String)),
          {
            maxLength: 2,
          },
        ),
      })
      .map(({ gpus, ...rest }) => ({ ...rest, ...Object.fromEntries(gpus) })),
  });

const arbitraryPod = (gpu: Gpu): fc.Arbitrary<CasePod> =>
  fc.record({
    node: fc.nat({ max: 99 }),
    state: fc.constantFrom(
      'running' as const,
      'running' as const,
      'running' as const,
      'succeeded' as const,
      'failed' as const,
      'terminating' as const,
    ),
    requests: fc.array(requests(gpu), { minLength: 1, maxLength: 2 }),
    init: fc.oneof(
      { arbitrary: fc.constant<CasePod['init']>([]), weight: 2 },
      {
        arbitrary: fc.array(
          fc.record({ requests: requests(gpu), sidecar: fc.boolean() }),
          {
            maxLength: 3,
          },
        ),
        weight: 1,
      },
    ),
    pod: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 5 },
      { arbitrary: fc.constant({ cpu: '40', memory: '32Gi' }), weight: 1 },
    ),
    keepsAway: seldom(
      fc.record({
        from: fc.constantFrom(
          'kubernetes.io/hostname' as const,
          'topology.kubernetes.io/zone' as const,
        ),
        whom: fc.constantFrom(
          'model' as const,
          'model' as const,
          'others' as const,
        ),
        namespaces: sometimes(
          fc.constantFrom('all' as const, 'elsewhere' as const),
        ),
      }),
    ),
  });

const expression = fc.constantFrom(...Object.keys(LABELS)).chain(key =>
  fc.oneof(
    fc.record({
      key: fc.constant(key),
      operator: fc.constantFrom('In', 'NotIn'),
      values: fc.uniqueArray(fc.constantFrom(...LABELS[key]), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({
      key: fc.constant(key),
      operator: fc.constantFrom('Exists', 'DoesNotExist'),
    }),
    fc.record({
      key: fc.constant('nvidia.com/gpu.memory'),
      operator: fc.constantFrom('Gt', 'Lt'),
      values: fc.constantFrom('23034', '50000', '81559').map(value => [value]),
    }),
  ),
);

const toleration: fc.Arbitrary<CaseModel['tolerations'][number]> = fc.oneof(
  fc.constant({ operator: 'Exists' }),
  fc.constant({ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }),
  fc
    .tuple(
      fc.constantFrom(...Object.keys(TAINTS)),
      sometimes(fc.constantFrom('NoSchedule', 'NoExecute')),
      fc.boolean(),
      fc.nat({ max: 1 }),
    )
    .map(([key, effect, exists, index]) => ({
      key,
      ...(effect ? { effect } : {}),
      ...(exists ? { operator: 'Exists' } : { value: TAINTS[key][index] }),
    })),
);

const arbitraryModel = (gpu: Gpu): fc.Arbitrary<CaseModel> =>
  fc.record({
    replicas: fc.integer({ min: 1, max: 3 }),
    requests: fc.oneof(
      requests(gpu),
      // what a model asks for as a rule: GPUs of one kind
      fc.tuple(gpu, fc.constantFrom('1', '2', '4')).map(
        ([resource, count]): Quantities => ({
          cpu: '250m',
          memory: '1Gi',
          [resource]: count,
        }),
      ),
    ),
    nodeSelector: fc.oneof(
      { arbitrary: fc.constant<Quantities>({}), weight: 3 },
      {
        arbitrary: fc
          .constantFrom(...LABELS.pool)
          .map((pool): Quantities => ({ pool })),
        weight: 1,
      },
    ),
    affinity: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 2 },
      {
        arbitrary: fc.array(
          fc.record({
            matchExpressions: fc.array(expression, {
              minLength: 1,
              maxLength: 2,
            }),
          }),
          { minLength: 1, maxLength: 2 },
        ),
        weight: 1,
      },
    ),
    tolerations: fc.array(toleration, { maxLength: 2 }),
    sidecar: seldom(
      fc.constantFrom<Quantities>(
        { cpu: '100m', memory: '128Mi' },
        { cpu: '2' },
      ),
    ),
    injected: seldom(
      fc.constantFrom(
        { cpu: '100m', memory: '128Mi' },
        { cpu: '1500m', memory: '2G' },
      ),
    ),
    apart: seldom(
      fc.constantFrom(
        'kubernetes.io/hostname' as const,
        'topology.kubernetes.io/zone' as const,
      ),
    ),
    maxSkew: seldom(fc.integer({ min: 1, max: 2 })),
    volumeZone: seldom(fc.constantFrom('zone-1', 'zone-2')),
  });

/** Clusters so small that what fits and what does not are both common. */
export const arbitraryFitCase: fc.Arbitrary<FitCase> = fc
  .constantFrom(...GPUS)
  .chain(main => {
    // most nodes of a cluster have what its models ask for
    const gpu = fc.oneof(
      { arbitrary: fc.constant(main), weight: 4 },
      { arbitrary: fc.constantFrom(...GPUS), weight: 1 },
    );
    return fc.record({
      nodes: fc.array(arbitraryNode(gpu), { minLength: 1, maxLength: 4 }),
      running: fc.array(arbitraryPod(gpu), { maxLength: 3 }),
      model: arbitraryModel(gpu),
    });
  });
