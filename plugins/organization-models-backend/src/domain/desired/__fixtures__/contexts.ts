import {
  ModelSpecInput,
  parseModelSpec,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  DesiredContext,
  ResolvedModel,
  StoredSpec,
} from '../../facts/ResolvedModel';
import { resolveCommand } from '../../engines/resolveCommand';
import { findRuntime } from '../../engines/findRuntime';

const GIB = 2 ** 30;

const PLAIN_POD = {
  imagePullSecrets: [],
  env: [],
  labels: {},
  annotations: {},
};

type Parts = {
  body: ModelSpecInput;
  resolved?: Partial<ResolvedModel>;
  context?: Partial<DesiredContext>;
};

/** A context as a service makes it: from a body and what was resolved of it. */
export function contextOf({ body, resolved, context }: Parts): DesiredContext {
  const parsed = parseModelSpec(body);
  if (parsed.outcome === 'invalid') {
    throw new Error(JSON.stringify(parsed.problems));
  }
  const { hugging_face_token: _, ...config } =
    parsed.spec.deployment_config ?? {};
  const spec: StoredSpec = { ...parsed.spec, deployment_config: config };
  return {
    installationId: 'acme-portal',
    modelId: 'mdl_8Kq2vZb1LxYt0PwR',
    organizationId: 'group:default/acme',
    createdBy: 'user:default/acme-engineer',
    namespace: 'models',
    spec,
    resolved: resolvedOf(spec, resolved),
    podSettings: PLAIN_POD,
    serves: { serviceMonitor: true },
    serviceMonitorLabels: { release: 'prometheus' },
    replicas: 1,
    ...context,
  };
}

function resolvedOf(
  spec: StoredSpec,
  given: Partial<ResolvedModel> = {},
): ResolvedModel {
  const runtime = findRuntime(spec.deployment_config?.runtime ?? 'vllm');
  const image =
    spec.deployment_config?.image ?? runtime.imageOf('cuda', undefined)!;
  const { newest } = runtime.versions;
  const engineVersion = runtime.readImage(image).engineVersion ?? newest;
  const gpu =
    'gpu' in given ? given.gpu : { count: 1, resourceName: 'nvidia.com/gpu' };
  return {
    runtime: runtime.name,
    engineVersion,
    image,
    imagePullPolicy: 'IfNotPresent',
    gpu,
    cpu: '4',
    memory: '24Gi',
    sharedMemoryBytes: 2 * GIB,
    startupBudgetSeconds: 1800,
    scaling: { mode: 'fixed', replicas: 1 },
    storage: { kind: 'none' },
    token: { kind: 'none' },
    ...resolveCommand(spec, {
      runtime,
      engineVersion,
      gpuCount: gpu?.count ?? 0,
      source: spec.huggingface_id,
      revision: given.hubCommit ?? spec.version,
    }),
    ...given,
  };
}

const QWEN_CODER: ModelSpecInput = {
  name: 'qwen3-coder-30b',
  display_name: 'Qwen3 Coder 30B',
  model_type: 'completion',
  huggingface_id: 'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
  deployment_config: {
    image: 'registry.example.com/dockerhub/vllm/vllm-openai:v0.10.2',
    gpu_count: 1,
    enable_autoscaling: true,
  },
};

const AUTOSCALED: ResolvedModel['scaling'] = {
  mode: 'autoscaled',
  minReplicas: 1,
  maxReplicas: 8,
  targetMetric: 'num_requests_running',
  targetValue: '40',
  scaleDownDelay: '3m',
};

/** Models whose manifests are kept as golden files, by the files' names. */
export const GOLDEN_CONTEXTS: Record<string, DesiredContext> = {
  'older-engine-autoscaled': contextOf({
    body: QWEN_CODER,
    resolved: { scaling: AUTOSCALED },
  }),

  sglang: contextOf({
    body: {
      name: 'llama-3-3-70b',
      model_type: 'chat',
      huggingface_id: 'meta-llama/Llama-3.3-70B-Instruct',
      deployment_config: {
        runtime: 'sglang',
        max_model_len: 32768,
        extra_args: ['--reasoning-parser', 'qwen3'],
      },
    },
    resolved: { gpu: { count: 4, resourceName: 'nvidia.com/gpu' } },
  }),

  'every-requirement': contextOf({
    body: {
      name: 'llama-3-3-70b',
      model_type: 'chat',
      huggingface_id: 'meta-llama/Llama-3.3-70B-Instruct',
      requirements: {
        cpu: '8000m',
        memory: '192Gi',
        gpu: { min_vram: '80Gi', min_gpus: 4, max_gpus: 4, gpu_type: 'H100' },
      },
      deployment_config: {
        replicas: 2,
        max_model_len: 32768,
        extra_args: [
          '--enable-auto-tool-choice',
          '--tool-call-parser',
          'llama3_json',
        ],
        extra_env: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }],
        node_selector: { 'topology.kubernetes.io/zone': 'eu-1a', pool: 'gpu' },
        tolerations: [
          {
            key: 'dedicated',
            operator: 'Equal',
            value: 'ai',
            effect: 'NoExecute',
            toleration_seconds: 3600,
          },
        ],
        queue_name: 'acme-inference',
        initial_delay_seconds: 3600,
      },
    },
    resolved: {
      gpu: {
        count: 4,
        resourceName: 'nvidia.com/gpu',
        affinity: {
          strength: 'required',
          labelKey: 'nvidia.com/gpu.product',
          values: ['NVIDIA-H100-SXM5-80GB', 'NVIDIA-H100-80GB-HBM3'],
        },
        preference: {
          labelKey: 'nvidia.com/gpu.product',
          values: ['NVIDIA-H100-SXM5-80GB'],
        },
      },
      cpu: '8',
      memory: '192Gi',
      sharedMemoryBytes: 16 * GIB,
      hubCommit: '6f6073b423013f6a7d4d9f39144961bfbfbc386b',
      startupBudgetSeconds: 3600,
      scaling: { mode: 'fixed', replicas: 2 },
    },
    context: {
      replicas: 2,
      podSettings: {
        imagePullSecrets: ['registry-credentials'],
        env: [
          { name: 'HTTPS_PROXY', value: 'http://proxy.example.com:3128' },
          { name: 'HF_ENDPOINT', value: 'https://hub.example.com' },
        ],
        caBundleConfigMap: 'company-ca',
        runtimeClassName: 'nvidia',
        priorityClassName: 'inference',
        labels: { 'cost-center': 'ai' },
        annotations: { 'sidecar.istio.io/inject': 'false' },
      },
    },
  }),

  'own-claim-and-token': contextOf({
    body: {
      name: 'mistral-small',
      model_type: 'chat',
      huggingface_id: 'mistralai/Mistral-Small-3.2-24B-Instruct-2506',
      deployment_config: {
        enable_pvc: true,
        storage_size: '80Gi',
        hugging_face_token: 'of-no-importance',
      },
    },
    resolved: {
      gpu: {
        count: 1,
        resourceName: 'nvidia.com/gpu',
        affinity: {
          strength: 'preferred',
          labelKey: 'nvidia.com/gpu.product',
          values: ['NVIDIA-A100-SXM4-80GB', 'NVIDIA-H100-80GB-HBM3'],
        },
      },
      storage: {
        kind: 'own',
        claimName: 'mistral-small-models',
        size: '80Gi',
        storageClass: 'fast',
        accessMode: 'ReadWriteOnce',
      },
      token: { kind: 'own', secretName: 'mistral-small-token', key: 'token' },
      weights: {
        repositories: [
          {
            id: 'mistralai/Mistral-Small-3.2-24B-Instruct-2506',
            weights: 'usual',
          },
        ],
        offline: true,
      },
    },
  }),

  'shared-claim-and-named-token': contextOf({
    body: {
      name: 'gemma-3-27b',
      model_type: 'vision',
      huggingface_id: 'google/gemma-3-27b-it',
      deployment_config: {
        replicas: 3,
        shared_pvc: 'model-cache',
        hugging_face_token_secret: { name: 'acme-hub', key: 'HF_TOKEN' },
      },
    },
    resolved: {
      scaling: { mode: 'fixed', replicas: 3 },
      storage: { kind: 'shared', claimName: 'model-cache' },
      token: { kind: 'named', secretName: 'acme-hub', key: 'HF_TOKEN' },
    },
    context: { replicas: 3 },
  }),

  'explicit-command': contextOf({
    body: {
      name: 'custom',
      model_type: 'chat',
      deployment_config: {
        command: [
          'sh',
          '-c',
          'vllm serve Qwen/Qwen3-8B --served-model-name custom --max-model-len 8192',
        ],
      },
    },
  }),

  'cpu-embedding': contextOf({
    body: {
      name: 'bge-m3',
      model_type: 'embedding',
      huggingface_id: 'BAAI/bge-m3',
      deployment_config: {
        image: 'vllm/vllm-openai-cpu:v0.32.0',
        gpu_count: 0,
      },
    },
    resolved: { gpu: undefined },
    context: { serves: { serviceMonitor: false } },
  }),

  amd: contextOf({
    body: {
      name: 'deepseek-r1-distill',
      model_type: 'chat',
      huggingface_id: 'deepseek-ai/DeepSeek-R1-Distill-Llama-70B',
      deployment_config: {
        image: 'rocm/vllm:rocm6.4.1_vllm_0.9.1_20250715',
        gpu_count: 2,
      },
    },
    resolved: {
      gpu: {
        count: 2,
        resourceName: 'amd.com/gpu',
        affinity: {
          strength: 'required',
          labelKey: 'amd.com/gpu.product-name',
          values: ['AMD_Instinct_MI300X_OAM'],
        },
      },
      sharedMemoryBytes: 8 * GIB,
    },
  }),

  'mig-rerank': contextOf({
    body: {
      name: 'qwen3-reranker',
      model_type: 'rerank',
      huggingface_id: 'tomaarsen/Qwen3-Reranker-0.6B-seq-cls',
      version: 'main',
    },
    resolved: { gpu: { count: 1, resourceName: 'nvidia.com/mig-1g.10gb' } },
  }),

  stopped: contextOf({
    body: { ...QWEN_CODER, desired_state: 'stopped' },
    resolved: { scaling: AUTOSCALED },
    context: { replicas: 0 },
  }),
};
