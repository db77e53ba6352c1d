/**
 * Rows as each version of the schema held them, from the first one on: for each migration what it made room for, in the
 * columns of that time. They are never changed; a new migration gets an entry of its own.
 */
export const OLD_ROWS: Record<string, (modelId: string) => Rows> = {
  '20261123000000_init.js': modelId => ({
    models: {
      id: modelId,
      organization_id: 'group:default/acme',
      cluster: 'gpus',
      namespace: 'models',
      name: modelId.replace('_', '-'),
      display_name: 'Assistant',
      model_type: 'chat',
      is_public: false,
      created_by: 'user:default/somebody',
      desired_state: 'running',
      generation: 1,
      spec: JSON.stringify(spec(modelId)),
      resolved: JSON.stringify(RESOLVED),
      search_text: 'assistant',
      status: 'running',
      status_reason: null,
      conditions: '[]',
      replicas: '{"desired":2,"ready":2,"available":2,"updated":2}',
      observed_generation: 1,
      observed_at: TIME,
      last_replicas: 2,
      applied: '[]',
      heals: '[]',
      deletion_requested_at: null,
      created_at: TIME,
      updated_at: TIME,
    },
    model_tags: { model_id: modelId, tag: 'blue' },
    model_generations: {
      model_id: modelId,
      generation: 1,
      spec: JSON.stringify(spec(modelId)),
      resolved: JSON.stringify(RESOLVED),
      created_by: 'user:default/somebody',
      created_at: TIME,
    },
    model_history: {
      model_id: modelId,
      organization_id: 'group:default/acme',
      at: TIME,
      kind: 'action',
      code: 'Created',
      message: 'The model was created',
      actor: 'user:default/somebody',
      generation: 1,
      changes: null,
    },
    reconcile_queue: {
      model_id: modelId,
      due_at: 0,
      marks: 1,
      failures: 0,
      claimed_by: null,
      claimed_until: 0,
    },
  }),
  '20261125000000_history_via.js': modelId => ({
    model_history: {
      model_id: modelId,
      organization_id: 'group:default/acme',
      at: TIME,
      kind: 'action',
      code: 'Updated',
      message: 'The model was changed',
      actor: 'user:default/somebody',
      via: 'service:ci',
      generation: 1,
      changes: null,
    },
  }),
  '20261125100000_endpoint_url.js': () => ({}),
  '20261125200000_quotas.js': () => ({
    organization_quotas: {
      organization_id: 'group:default/acme',
      hard: '{"gpus":4}',
      updated_by: 'user:default/admin',
      updated_at: TIME,
    },
  }),
  '20261128200000_crash_logs.js': modelId => ({
    crash_logs: {
      model_id: modelId,
      generation: 1,
      pod: 'assistant-1',
      container: 'model',
      ended_at: TIME,
      exit_code: 137,
      reason: 'OOMKilled',
      lines: 'killed',
    },
  }),
  '20261128200000_keys_and_usage.js': modelId => ({
    api_keys: {
      id: `key_${modelId}`,
      organization_id: 'group:default/acme',
      name: 'notebook',
      prefix: 'om_abc',
      secret_hash: `hash of ${modelId}`,
      models: null,
      limits: '{}',
      created_by: 'user:default/somebody',
      created_at: TIME,
      expires_at: null,
      last_used_at: null,
      revoked_at: null,
    },
  }),
  '20261128210000_claim_tickets.js': () => ({}),
  '20261128220000_model_starts.js': modelId => ({
    model_starts: {
      pod_uid: `pod of ${modelId}`,
      model_id: modelId,
      generation: 1,
      cluster: 'gpus',
      image: 'vllm/vllm-openai:v0.32.0',
      source: 'Qwen/Qwen3-8B',
      hardware: 'NVIDIA-H100-80GB-HBM3',
      ready_at: TIME,
      seconds: '{"ready":60}',
      milestones: '{}',
    },
    start_proofs: {
      model_id: modelId,
      generation: 1,
      asked_at: TIME,
      proof: null,
    },
  }),
  '20261128220000_watch_signs.js': () => ({}),
  '2026112901_steps_of_models.js': () => ({}),
  '2026112902_cluster_pieces.js': modelId => ({
    cluster_pieces: {
      cluster: modelId,
      piece: 'field/kubernetesVersion',
      revision: 1,
      content: '"v1.36.3"',
    },
  }),
};

/** What one migration's fixtures are, a row for each table. */
export type Rows = Record<string, Record<string, unknown>>;

const TIME = '2026-01-05T09:00:00.000Z';

const RESOLVED = {
  runtime: 'vllm',
  engineVersion: '0.32.0',
  image: 'vllm/vllm-openai:v0.32.0',
  imagePullPolicy: 'IfNotPresent',
  cpu: '2',
  memory: '16Gi',
  sharedMemoryBytes: 0,
  startupBudgetSeconds: 1800,
  gpu: { resource: 'nvidia.com/gpu', count: 1 },
  scaling: { mode: 'fixed', replicas: 2 },
  storage: { kind: 'none' },
  token: { kind: 'none' },
};

function spec(modelId: string) {
  return {
    name: modelId.replace('_', '-'),
    display_name: 'Assistant',
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-8B',
    tags: ['blue'],
  };
}
