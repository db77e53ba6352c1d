/** Something that a cluster may have and that models may need. */
export type ComponentDefinition = {
  name: string;
  title: string;
  /** CRDs that prove it, of which all must be served. */
  customResources: string[];
  /** The API versions that this plugin can write, newest first. */
  supportedVersions: string[];
  /** The operator's Deployments, by label or by namespace and name. */
  deployments: {
    label?: [string, string];
    namespace?: string;
    name?: string;
  }[];
  /** How it is installed, in one sentence. */
  install: string;
};

/**
 * @remarks Names, labels and groups as the projects' own manifests write them:
 * AIBrix v0.7, GPU Operator v26, KubeRay v1.7, Envoy Gateway v1.9 and
 * Prometheus Operator v0.93.
 */
export const COMPONENTS: ComponentDefinition[] = [
  {
    name: 'aibrix',
    title: 'AIBrix',
    customResources: ['podautoscalers.autoscaling.aibrix.ai'],
    supportedVersions: ['v1alpha1'],
    deployments: [
      { namespace: 'aibrix-system', name: 'aibrix-controller-manager' },
      { namespace: 'aibrix-system', name: 'aibrix-gateway-plugins' },
    ],
    install:
      'apply aibrix-dependency and aibrix-core of an AIBrix release, or its Helm chart',
  },
  {
    name: 'gpu-operator',
    title: 'NVIDIA GPU Operator',
    customResources: ['clusterpolicies.nvidia.com'],
    supportedVersions: ['v1'],
    deployments: [{ label: ['app', 'gpu-operator'] }, { name: 'gpu-operator' }],
    install:
      'install the Helm chart nvidia/gpu-operator; managed clusters that run a device plugin do without',
  },
  {
    name: 'kuberay',
    title: 'KubeRay',
    customResources: ['rayclusters.ray.io'],
    supportedVersions: ['v1'],
    deployments: [{ label: ['app.kubernetes.io/name', 'kuberay-operator'] }],
    install: 'install the Helm chart kuberay/kuberay-operator',
  },
  {
    name: 'envoy-gateway',
    title: 'Envoy Gateway',
    customResources: [
      'envoyproxies.gateway.envoyproxy.io',
      'httproutes.gateway.networking.k8s.io',
    ],
    supportedVersions: ['v1', 'v1alpha1'],
    deployments: [{ label: ['control-plane', 'envoy-gateway'] }],
    install: 'install the Helm chart envoyproxy/gateway-helm',
  },
  {
    name: 'prometheus-operator',
    title: 'Prometheus Operator',
    customResources: ['servicemonitors.monitoring.coreos.com'],
    supportedVersions: ['v1'],
    deployments: [
      { label: ['app.kubernetes.io/name', 'prometheus-operator'] },
      { label: ['app', 'kube-prometheus-stack-operator'] },
      { name: 'prometheus-operator' },
    ],
    install:
      'install the Helm chart prometheus-community/kube-prometheus-stack',
  },
];

/** The component to which a Deployment belongs, by the operators' own labels. */
export function findComponentOfDeployment(deployment: {
  name: string;
  namespace: string;
  labels: Record<string, string>;
}): string | undefined {
  return COMPONENTS.find(component =>
    component.deployments.some(
      ({ label, namespace, name }) =>
        (label === undefined || deployment.labels[label[0]] === label[1]) &&
        (namespace === undefined || deployment.namespace === namespace) &&
        (name === undefined || deployment.name === name),
    ),
  )?.name;
}
