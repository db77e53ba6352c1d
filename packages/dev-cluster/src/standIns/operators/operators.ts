/*
 * A stand-in of the operators' installations: their namespaces and Deployments, with the names and labels by
 * which their health is looked up. The Deployments' pods are played; nothing runs in them.
 */

/** One operator, as its own manifests or chart install it. */
export interface Operator {
  /** A resource whose CRD comes with the operator: without it, nothing of it is installed. */
  readonly provenBy: { readonly apiVersion: string; readonly kind: string };
  readonly namespace: string;
  readonly deployments: readonly OperatorDeployment[];
}

export interface OperatorDeployment {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
}

const aibrix = { 'app.kubernetes.io/name': 'aibrix' };

export const operators: readonly Operator[] = [
  {
    provenBy: {
      apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
      kind: 'PodAutoscaler',
    },
    namespace: 'aibrix-system',
    deployments: [
      {
        name: 'aibrix-controller-manager',
        labels: { ...aibrix, 'control-plane': 'controller-manager' },
        image: 'aibrix/controller-manager:v0.7.0',
      },
      {
        name: 'aibrix-gateway-plugins',
        labels: { ...aibrix, app: 'gateway-plugins' },
        image: 'aibrix/gateway-plugins:v0.7.0',
      },
      {
        name: 'aibrix-metadata-service',
        labels: { ...aibrix, app: 'metadata-service' },
        image: 'aibrix/metadata-service:v0.7.0',
      },
      {
        name: 'aibrix-gpu-optimizer',
        labels: { ...aibrix, app: 'gpu-optimizer' },
        image: 'aibrix/runtime:v0.7.0',
      },
      {
        name: 'aibrix-redis-master',
        labels: { ...aibrix, app: 'redis' },
        image: 'redis:7.4',
      },
    ],
  },
  {
    provenBy: { apiVersion: 'nvidia.com/v1', kind: 'ClusterPolicy' },
    namespace: 'gpu-operator',
    deployments: [
      {
        name: 'gpu-operator',
        labels: {
          app: 'gpu-operator',
          'app.kubernetes.io/component': 'gpu-operator',
        },
        image: 'nvcr.io/nvidia/gpu-operator:v26.7.0',
      },
    ],
  },
  {
    provenBy: { apiVersion: 'ray.io/v1', kind: 'RayCluster' },
    namespace: 'kuberay-system',
    deployments: [
      {
        name: 'kuberay-operator',
        labels: {
          'app.kubernetes.io/name': 'kuberay-operator',
          'app.kubernetes.io/component': 'kuberay-operator',
        },
        image: 'quay.io/kuberay/operator:v1.6.1',
      },
    ],
  },
  {
    provenBy: {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyProxy',
    },
    namespace: 'envoy-gateway-system',
    deployments: [
      {
        name: 'envoy-gateway',
        labels: {
          'control-plane': 'envoy-gateway',
          'app.kubernetes.io/name': 'gateway-helm',
        },
        image: 'envoyproxy/gateway:v1.9.0',
      },
    ],
  },
  {
    provenBy: { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus' },
    namespace: 'monitoring',
    deployments: [
      {
        name: 'prometheus-operator',
        labels: {
          'app.kubernetes.io/name': 'prometheus-operator',
          app: 'kube-prometheus-stack-operator',
        },
        image: 'quay.io/prometheus-operator/prometheus-operator:v0.93.0',
      },
    ],
  },
  {
    provenBy: {
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
    },
    namespace: 'lws-system',
    deployments: [
      {
        name: 'lws-controller-manager',
        labels: {
          'control-plane': 'controller-manager',
          'app.kubernetes.io/name': 'lws',
        },
        image: 'registry.k8s.io/lws/lws:v0.9.0',
      },
    ],
  },
  {
    provenBy: { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue' },
    namespace: 'kueue-system',
    deployments: [
      {
        name: 'kueue-controller-manager',
        labels: {
          'control-plane': 'controller-manager',
          'app.kubernetes.io/name': 'kueue',
        },
        image: 'registry.k8s.io/kueue/kueue:v0.19.2',
      },
    ],
  },
];
