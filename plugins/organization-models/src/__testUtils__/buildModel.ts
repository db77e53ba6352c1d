import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';

/** A model that runs well. */
export function buildModel(overrides: Partial<Model> = {}): Model {
  const { name = 'qwen3-8b' } = overrides;
  return {
    id: 'mdl_8Kq2vZb1LxYt0PwR',
    organization_id: 'group:default/acme',
    created_by: 'user:default/acme-engineer',
    name,
    display_name: 'Qwen3 8B',
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-8B',
    requirements: {},
    deployment_config: {
      image: 'vllm/vllm-openai:v0.32.0',
      image_pull_policy: 'IfNotPresent',
      gpu_count: 1,
      initial_delay_seconds: 1800,
      enable_pvc: false,
      enable_autoscaling: false,
      replicas: 1,
      runtime: 'vllm',
      has_hugging_face_token: false,
      cluster: 'development',
    },
    tags: [],
    is_public: false,
    desired_state: 'running',
    status: 'running',
    status_reason: {
      code: 'AllReplicasReady',
      message: 'Every replica is ready',
    },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'AllReplicasReady',
        message: 'Every replica is ready',
        last_transition_time: minutesAgo(3),
      },
    ],
    replicas: { desired: 1, ready: 1, available: 1, updated: 1 },
    cluster: 'development',
    namespace: 'models-acme',
    deployment_name: name,
    service_name: name,
    internal_url: `http://${name}.models-acme.svc.cluster.local:8000`,
    endpoint_url: `https://models.example.com/${name}`,
    generation: 1,
    observed_generation: 1,
    observed_at: minutesAgo(0),
    created_at: minutesAgo(95),
    updated_at: minutesAgo(95),
    ...overrides,
  };
}

/** A time of the past, RFC 3339. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}
