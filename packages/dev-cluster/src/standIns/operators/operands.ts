/*
 * A stand-in of what working operators leave behind: their own objects, with the status that says so.
 */
import { KubernetesObject } from '@kubernetes/client-node';
import { Condition } from '../cluster/conditions';

/** An object of an operator and the status its controller would give it. */
export interface Operand {
  readonly object: KubernetesObject & { spec: unknown };
  readonly plural: string;
  readonly conditions: readonly Omit<Condition, 'lastTransitionTime'>[];
  readonly status: object;
}

export const GATEWAY = { name: 'aibrix-eg', namespace: 'aibrix-system' };
export const GATEWAY_CONTROLLER =
  'gateway.envoyproxy.io/gatewayclass-controller';

const fulfilled = (type: string, message: string) =>
  ({ type, status: 'True', reason: type, message } as const);

const clusterPolicy: Operand = {
  object: {
    apiVersion: 'nvidia.com/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'cluster-policy' },
    spec: {
      operator: { defaultRuntime: 'containerd' },
      driver: { enabled: true },
      toolkit: { enabled: true },
      devicePlugin: { enabled: true },
      dcgm: { enabled: true },
      dcgmExporter: { enabled: true },
      gfd: { enabled: true },
      nodeStatusExporter: { enabled: false },
      daemonsets: {},
    },
  },
  plural: 'clusterpolicies',
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'Reconciled',
      message:
        'ClusterPolicy is ready as all resources have been successfully reconciled',
    },
    { type: 'Error', status: 'False', reason: 'Ready', message: '' },
  ],
  status: { state: 'ready', namespace: 'gpu-operator' },
};

const gatewayClass: Operand = {
  object: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: GATEWAY.name },
    spec: { controllerName: GATEWAY_CONTROLLER },
  },
  plural: 'gatewayclasses',
  conditions: [fulfilled('Accepted', 'Valid GatewayClass')],
  status: {},
};

const gateway: Operand = {
  object: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: GATEWAY,
    spec: {
      gatewayClassName: GATEWAY.name,
      listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }],
    },
  },
  plural: 'gateways',
  conditions: [
    fulfilled('Accepted', 'The Gateway has been scheduled by Envoy Gateway'),
    fulfilled(
      'Programmed',
      'Address assigned to the Gateway, 1/1 envoy replicas available',
    ),
  ],
  status: { addresses: [{ type: 'IPAddress', value: '10.244.255.1' }] },
};

const prometheus: Operand = {
  object: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    metadata: { name: 'prometheus', namespace: 'monitoring' },
    spec: {
      replicas: 1,
      serviceMonitorSelector: { matchLabels: { release: 'prometheus' } },
      serviceMonitorNamespaceSelector: {},
    },
  },
  plural: 'prometheuses',
  conditions: [
    {
      type: 'Available',
      status: 'True',
      reason: '',
      message: '',
    },
  ],
  status: {
    paused: false,
    replicas: 1,
    updatedReplicas: 1,
    availableReplicas: 1,
    unavailableReplicas: 0,
  },
};

export const operands: readonly Operand[] = [
  clusterPolicy,
  gatewayClass,
  gateway,
  prometheus,
];
