import { createHash } from 'node:crypto';
import type { StoredModel } from '../backend';
import { ORGANIZATION } from '../portal/BenchPortal';

const AT = '2026-01-01T00:00:00.000Z';
const CONDITIONS = [
  ['Applied', 'True', 'Applied', 'All objects are applied.'],
  ['Scheduled', 'True', 'Scheduled', 'All pods have a node.'],
  ['ImagesPulled', 'True', 'Pulled', 'All images are there.'],
  ['Ready', 'True', 'AllReplicasReady', '1 of 1 replicas are ready.'],
  ['Routed', 'Unknown', 'NoRoute', 'The gateway has no route to it yet.'],
];

/** A running model as the controller leaves it, with what people fill in. */
export function buildBenchModel(
  index: number,
  name = `bench-${index}`,
): StoredModel {
  const id = `mdl_${digest(name).slice(0, 20)}`;
  return {
    id,
    organizationId: ORGANIZATION,
    cluster: 'bench',
    namespace: 'models',
    name,
    createdBy: 'user:default/someone',
    createdAt: new Date(Date.parse(AT) + index * 1000).toISOString(),
    updatedAt: AT,
    spec: {
      name,
      display_name: `Benchmark model ${index}`,
      description: `Answers questions about the documents of team ${
        index % 20
      }`,
      model_type: 'chat',
      huggingface_id: 'Qwen/Qwen3-8B',
      requirements: { cpu: '4', memory: '32Gi', gpu: { min_vram: '24Gi' } },
      deployment_config: {
        max_model_len: 32768,
        extra_args: ['--enable-prefix-caching'],
        extra_env: [{ name: 'VLLM_LOGGING_LEVEL', value: 'INFO' }],
      },
      tags: ['qwen', `team-${index % 20}`, 'production'],
    },
    resolved: {
      runtime: 'vllm',
      engineVersion: '0.32.0',
      image: 'vllm/vllm-openai:v0.32.0',
      imagePullPolicy: 'IfNotPresent',
      gpu: {
        count: 1,
        resourceName: 'nvidia.com/gpu',
        affinity: {
          strength: 'required',
          labelKey: 'nvidia.com/gpu.product',
          values: ['NVIDIA-H100-80GB-HBM3', 'NVIDIA-A100-SXM4-40GB'],
        },
      },
      cpu: '4',
      memory: '32Gi',
      sharedMemoryBytes: 2 ** 30,
      command: ['vllm', 'serve'],
      args: [
        ...['Qwen/Qwen3-8B', '--served-model-name', name, '--port', '8000'],
        ...['--max-model-len', '32768', '--enable-prefix-caching'],
      ],
      maxModelLen: 32768,
      startupBudgetSeconds: 1800,
      scaling: { mode: 'fixed', replicas: 1 },
      storage: { kind: 'none' },
      token: { kind: 'none' },
    },
    generation: 1,
    status: 'running',
    conditions: CONDITIONS.map(([type, status, reason, message]) => ({
      type,
      status: status as 'True' | 'Unknown',
      reason,
      message,
      last_transition_time: AT,
      observed_generation: 1,
    })) as StoredModel['conditions'],
    replicas: { desired: 1, ready: 1, available: 1, updated: 1 },
    observedGeneration: 1,
    observedAt: AT,
    lastReplicas: 1,
    applied: ['Service', 'Deployment'].map(kind => ({
      kind,
      name,
      uid: digest(`${kind}-${name}`).slice(0, 36),
      resourceVersion: String(1_000_000 + index),
      manifestHash: digest(`manifest-${kind}-${name}`).slice(0, 22),
      fingerprint: digest(`fingerprint-${kind}-${name}`).slice(0, 22),
    })),
    heals: [],
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
