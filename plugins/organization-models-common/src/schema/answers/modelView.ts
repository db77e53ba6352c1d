import { z } from 'zod';
import { DESIRED_STATES, MODEL_TYPES } from '../modelSpec';

/** @public */
export const MODEL_STATUSES = [
  'pending',
  'creating',
  'running',
  'updating',
  'degraded',
  'failed',
  'stopped',
  'deleting',
] as const;

const timestamp = z.string().meta({ format: 'date-time' });

export const statusReason = z
  .object({
    code: z.string().meta({
      description: 'Stable, PascalCase',
      examples: ['InsufficientGpu'],
    }),
    message: z.string(),
    hint: z.string().optional(),
    observed_at: timestamp.optional(),
  })
  .meta({ id: 'StatusReason' });

export const condition = z
  .object({
    type: z.string(),
    status: z.enum(['True', 'False', 'Unknown']),
    reason: z.string(),
    message: z.string(),
    last_transition_time: timestamp,
    observed_generation: z.int().optional(),
  })
  .meta({ id: 'Condition' });

export const replicaCounts = z
  .object({
    desired: z.int(),
    ready: z.int(),
    available: z.int(),
    updated: z.int(),
  })
  .meta({ id: 'ReplicaCounts' });

const gpuRequirementsView = z.object({
  min_vram: z.string().optional(),
  preferred_vram: z.string().optional(),
  gpu_type: z.string().optional(),
  min_gpus: z.int().optional(),
  max_gpus: z.int().optional(),
});

const requirementsView = z.object({
  cpu: z.string().optional(),
  memory: z.string().optional(),
  gpu: gpuRequirementsView.optional(),
});

const autoscalingConfigView = z.object({
  min_replicas: z.int(),
  max_replicas: z.int(),
  target_metric: z.string(),
  target_value: z.string(),
  scale_down_delay: z.string(),
});

const deploymentConfigView = z.object({
  image: z.string(),
  image_pull_policy: z.string(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  gpu_count: z.int(),
  initial_delay_seconds: z.int(),
  enable_pvc: z.boolean(),
  storage_class: z.string().optional(),
  storage_size: z.string().optional(),
  shared_pvc: z.string().optional(),
  enable_autoscaling: z.boolean(),
  autoscaling_config: autoscalingConfigView.optional(),
  replicas: z.int().optional(),
  runtime: z.string(),
  max_model_len: z.int().optional(),
  extra_args: z.array(z.string()).optional(),
  extra_env: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .optional(),
  has_hugging_face_token: z.boolean(),
  hugging_face_token_secret: z
    .object({ name: z.string(), key: z.string().optional() })
    .optional(),
  node_selector: z.record(z.string(), z.string()).optional(),
  tolerations: z
    .array(
      z.object({
        key: z.string().optional(),
        operator: z.string().optional(),
        value: z.string().optional(),
        effect: z.string().optional(),
        toleration_seconds: z.int().optional(),
      }),
    )
    .optional(),
  queue_name: z.string().optional(),
  cluster: z.string(),
});

/** A model as the API answers it: what was asked, what was resolved, what is. */
export const model = z
  .object({
    id: z.string().meta({ examples: ['mdl_8Kq2vZb1LxYt0PwR'] }),
    organization_id: z.string().meta({ examples: ['group:default/acme'] }),
    created_by: z.string(),
    name: z.string(),
    display_name: z.string(),
    description: z.string().optional(),
    model_type: z.enum(MODEL_TYPES),
    huggingface_id: z.string().optional(),
    repository_url: z.string().optional(),
    version: z.string().optional(),
    requirements: requirementsView,
    deployment_config: deploymentConfigView,
    tags: z.array(z.string()),
    is_public: z.boolean(),
    desired_state: z.enum(DESIRED_STATES),
    status: z.enum(MODEL_STATUSES),
    status_reason: statusReason.optional(),
    conditions: z.array(condition),
    replicas: replicaCounts,
    cluster: z.string(),
    namespace: z.string(),
    deployment_name: z.string(),
    service_name: z.string(),
    internal_url: z.string(),
    endpoint_url: z.string().optional(),
    healing_paused_until: timestamp.optional().meta({
      description: 'Until then nothing is set back that others change',
    }),
    cost: z
      .object({ currency: z.string(), per_hour: z.number() })
      .optional()
      .meta({
        description:
          'Of the GPUs that its pods hold now, where config has prices for all their types',
      }),
    generation: z.int(),
    observed_generation: z.int(),
    observed_at: timestamp.optional().meta({
      description:
        'Until then all that happened to the model is known: that it did not change is knowledge, too',
    }),
    stale: z.object({ since: timestamp, message: z.string() }).optional().meta({
      description:
        'What is shown is older than it should be: since when, and why',
    }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Model' });

export const modelAnswer = z.object({ model }).meta({ id: 'ModelAnswer' });

export const modelList = z
  .object({
    models: z.array(model),
    total: z.int(),
    next_cursor: z.string().optional(),
  })
  .meta({ id: 'ModelList' });

export const workload = z
  .object({
    id: z.string().optional(),
    name: z.string(),
    namespace: z.string(),
    cluster: z.string(),
    is_managed: z.boolean(),
    kind: z
      .string()
      .optional()
      .meta({
        description:
          'Of workloads that nobody manages here: a Deployment can be adopted',
        examples: ['Deployment'],
      }),
    status: z.enum(MODEL_STATUSES),
    status_reason: statusReason
      .optional()
      .meta({ description: 'Of workloads that nobody manages here' }),
    replicas: replicaCounts,
    created_at: timestamp,
    model_type: z.string().optional(),
    display_name: z.string().optional(),
    description: z.string().optional(),
  })
  .meta({ id: 'Workload' });

export const workloadList = z
  .object({ models: z.array(workload), total: z.int() })
  .meta({ id: 'WorkloadList' });
