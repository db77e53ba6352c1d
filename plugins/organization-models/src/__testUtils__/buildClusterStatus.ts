import type {
  ClusterStatus,
  StatusAnswer,
} from '@orgmodels/backstage-plugin-organization-models-common';

type GpuNode = ClusterStatus['gpu_nodes'][number];

/** A cluster in good health, but for one cordoned node. */
export function buildClusterStatus(
  overrides: Partial<ClusterStatus> = {},
): ClusterStatus {
  return {
    name: 'development',
    ready: true,
    state: 'Ready',
    blockers: [],
    has_gpus: true,
    total_nodes: 6,
    total_gpus: 20,
    available_gpus: 11,
    gpu_nodes: [
      buildGpuNode({ node_name: 'gpu-h100-0', available_gpus: 3 }),
      buildGpuNode({ node_name: 'gpu-h100-1' }),
      buildGpuNode({
        node_name: 'gpu-a100-0',
        gpu_type: 'NVIDIA-A100-SXM4-40GB',
        gpu_count: 4,
        available_gpus: 4,
        vram_per_gpu: '40Gi',
        total_vram: '160Gi',
        available_vram: '160Gi',
        schedulable: false,
        reason: 'Cordoned',
      }),
    ],
    gpu_operator_ok: true,
    aibrix_ok: true,
    kuberay_ok: false,
    envoy_gateway_ok: false,
    prometheus_operator_ok: true,
    stale: [],
    leftovers: [],
    components: [
      {
        name: 'AIBrix',
        required: true,
        installed: true,
        served_version: 'v1alpha1',
        healthy: true,
      },
      {
        name: 'GPU Operator',
        required: true,
        installed: true,
        served_version: 'v1',
        healthy: null,
        message: 'No ClusterPolicy tells its state',
      },
      {
        name: 'Envoy Gateway',
        required: false,
        installed: true,
        served_version: 'v1alpha1',
        healthy: false,
        message: 'Deployment envoy-gateway is not available',
      },
      { name: 'KubeRay', required: false, installed: false, healthy: null },
    ],
    storage_classes: [
      { name: 'standard', provisioner: 'rancher.io/local-path', default: true },
      { name: 'shared', provisioner: 'nfs.csi.k8s.io', default: false },
    ],
    kubernetes_version: 'v1.36.0',
    observed_at: new Date(Date.now() - 8_000).toISOString(),
    ...overrides,
  };
}

/** The answer of `GET /status` for Acme. */
export function buildStatusAnswer(
  overrides: Partial<StatusAnswer['cluster_status']> = {},
): StatusAnswer {
  const { quota, clusters, ...cluster } = overrides;
  return {
    organization_id: 'group:default/acme',
    cluster_status: { ...buildClusterStatus(cluster), quota, clusters },
  };
}

function buildGpuNode(overrides: Partial<GpuNode>): GpuNode {
  return {
    node_name: 'gpu-h100-0',
    gpu_type: 'NVIDIA-H100-80GB-HBM3',
    vendor: 'nvidia',
    resource_name: 'nvidia.com/gpu',
    gpu_count: 8,
    available_gpus: 8,
    vram_per_gpu: '80Gi',
    total_vram: '640Gi',
    available_vram: '640Gi',
    schedulable: true,
    ...overrides,
  };
}
