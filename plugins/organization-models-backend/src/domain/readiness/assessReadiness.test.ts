import { buildNode } from '../placement/__testUtils__/buildNode';
import {
  type ClusterFacts,
  type CustomResourceFacts,
  NO_FACTS,
  type OperatorFacts,
} from '../facts/ClusterFacts';
import { assessReadiness } from './assessReadiness';
import { COMPONENTS, findComponentOfDeployment } from './components';

const served = (name: string, ...versions: string[]): CustomResourceFacts => ({
  name,
  served: versions,
  established: true,
});

const AUTOSCALERS = 'podautoscalers.autoscaling.aibrix.ai';
const POLICIES = 'clusterpolicies.nvidia.com';
const PROXIES = 'envoyproxies.gateway.envoyproxy.io';
const ROUTES = 'httproutes.gateway.networking.k8s.io';

const aibrix = (available = true): OperatorFacts => ({
  component: 'aibrix',
  deployments: [
    {
      namespace: 'aibrix-system',
      name: 'aibrix-controller-manager',
      available: true,
    },
    { namespace: 'aibrix-system', name: 'aibrix-gateway-plugins', available },
  ],
});

const gpuOperator: OperatorFacts = {
  component: 'gpu-operator',
  deployments: [
    { namespace: 'gpu-operator', name: 'gpu-operator', available: true },
  ],
};

const assess = (facts: Partial<ClusterFacts>, requiredComponents: string[]) =>
  assessReadiness(
    { ...NO_FACTS, nodes: [buildNode('node')], ...facts },
    { requiredComponents },
  );

describe('assessReadiness', () => {
  it.each<
    [
      string,
      Partial<ClusterFacts>,
      string[],
      { code: string; message: string; hint?: unknown }[],
    ]
  >([
    ['a cluster with nodes, of which nothing is required', {}, [], []],
    [
      'a cluster without nodes',
      { nodes: [] },
      [],
      [{ code: 'NoReadyNodes', message: 'No node of the cluster is ready' }],
    ],
    [
      'a cluster whose nodes are all not ready',
      { nodes: [buildNode('a', { ready: false })] },
      [],
      [{ code: 'NoReadyNodes', message: 'No node of the cluster is ready' }],
    ],
    [
      'what is required and not there',
      {},
      ['aibrix'],
      [
        {
          code: 'MissingCrd',
          message: `AIBrix is required: CRD ${AUTOSCALERS} is not served`,
          hint: expect.stringContaining('Helm chart'),
        },
      ],
    ],
    [
      'what is required, in a version that is not known',
      { customResources: [served(AUTOSCALERS, 'v9')] },
      ['aibrix'],
      [
        {
          code: 'MissingCrd',
          message:
            'AIBrix is required: none of the versions v1alpha1 is served',
          hint: expect.any(String),
        },
      ],
    ],
    [
      'what is required and of which half is there',
      { customResources: [served(ROUTES, 'v1')] },
      ['envoy-gateway'],
      [
        {
          code: 'MissingCrd',
          message: `Envoy Gateway is required: CRD ${PROXIES} is not served`,
          hint: expect.any(String),
        },
      ],
    ],
    [
      'what is required and does not run',
      {
        customResources: [served(AUTOSCALERS, 'v1alpha1')],
        operators: [aibrix(false)],
      },
      ['aibrix'],
      [
        {
          code: 'ComponentUnhealthy',
          message:
            'AIBrix is required: aibrix-system/aibrix-gateway-plugins is not available',
          hint: expect.any(String),
        },
      ],
    ],
    [
      'a GPU operator that runs and is not done',
      {
        customResources: [served(POLICIES, 'v1')],
        operators: [gpuOperator],
        clusterPolicyState: 'notReady',
      },
      ['gpu-operator'],
      [
        {
          code: 'ComponentUnhealthy',
          message:
            'NVIDIA GPU Operator is required: its ClusterPolicy is notReady',
          hint: expect.any(String),
        },
      ],
    ],
    [
      'what is required, there and running',
      {
        customResources: [
          served(AUTOSCALERS, 'v1alpha1'),
          served(POLICIES, 'v1'),
        ],
        operators: [aibrix(), gpuOperator],
        clusterPolicyState: 'ready',
      },
      ['aibrix', 'gpu-operator'],
      [],
    ],
    [
      'what is required and there, whose controller runs elsewhere',
      { customResources: [served(AUTOSCALERS, 'v1alpha1')] },
      ['aibrix'],
      [],
    ],
    [
      'what is not required and does not run',
      {
        customResources: [served(AUTOSCALERS, 'v1alpha1')],
        operators: [aibrix(false)],
      },
      [],
      [],
    ],
    [
      'a requirement with a typing error',
      {},
      ['aibricks'],
      [
        {
          code: 'UnknownComponent',
          message: 'requiredComponents names aibricks, which is not known',
          hint: `Known are ${COMPONENTS.map(({ name }) => name).join(', ')}.`,
        },
      ],
    ],
  ])('judges %s', (_, facts, required, blockers) => {
    expect(assess(facts, required)).toMatchObject({
      ready: blockers.length === 0,
      blockers,
    });
  });

  it('tells of each component, required or not', () => {
    const { components } = assess(
      {
        customResources: [
          served(AUTOSCALERS, 'v1alpha1'),
          served(PROXIES, 'v1alpha1'),
          served(ROUTES, 'v1', 'v1beta1'),
        ],
        operators: [aibrix()],
      },
      ['aibrix'],
    );
    expect(components.map(({ name }) => name)).toEqual(
      COMPONENTS.map(({ name }) => name),
    );
    const of = (name: string) =>
      components.find(component => component.name === name);
    expect(of('aibrix')).toEqual({
      name: 'aibrix',
      required: true,
      installed: true,
      healthy: true,
      servedVersion: 'v1alpha1',
    });
    expect(of('envoy-gateway')).toEqual({
      name: 'envoy-gateway',
      required: false,
      installed: true,
      healthy: undefined,
      servedVersion: 'v1',
      message: 'its controller was not found',
    });
    expect(of('kuberay')).toEqual({
      name: 'kuberay',
      required: false,
      installed: false,
      healthy: undefined,
      message: 'CRD rayclusters.ray.io is not served',
    });
  });
});

describe('findComponentOfDeployment', () => {
  it.each([
    ['aibrix', { namespace: 'aibrix-system', name: 'aibrix-gateway-plugins' }],
    [undefined, { namespace: 'elsewhere', name: 'aibrix-gateway-plugins' }],
    ['gpu-operator', { labels: { app: 'gpu-operator' } }],
    ['gpu-operator', { namespace: 'nvidia', name: 'gpu-operator' }],
    ['kuberay', { labels: { 'app.kubernetes.io/name': 'kuberay-operator' } }],
    ['envoy-gateway', { labels: { 'control-plane': 'envoy-gateway' } }],
    [
      'prometheus-operator',
      { labels: { app: 'kube-prometheus-stack-operator' } },
    ],
    [undefined, { labels: { app: 'something' } }],
  ])('knows %s by its labels or its name', (component, deployment) => {
    expect(
      findComponentOfDeployment({
        namespace: 'any',
        name: 'operator',
        labels: {},
        ...deployment,
      }),
    ).toBe(component);
  });
});
