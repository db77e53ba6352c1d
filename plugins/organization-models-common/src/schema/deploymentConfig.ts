import { z } from 'zod';
import {
  flag,
  goDuration,
  integer,
  list,
  memory,
  objectName,
  subdomainName,
  text,
} from './fields';

/**
 * Metrics of a pod which AIBrix can read and current engines still export.
 *
 * @remarks Registry: aibrix pkg/metrics/metrics.go at v0.7.0.
 * @public
 */
export const AUTOSCALING_METRICS = [
  'num_requests_running',
  'num_requests_waiting',
  'kv_cache_usage_perc',
  'time_to_first_token_seconds',
] as const;

/**
 * The engines that a model can run on; the first is the default.
 *
 * @public
 */
export const MODEL_RUNTIMES = ['vllm', 'sglang'] as const;

const targetValue = z
  .union([z.number(), z.string().max(16)], {
    error: 'must be a number above zero',
  })
  .transform(String)
  .refine(value => /^\d+(\.\d+)?$/.test(value) && Number(value) > 0, {
    error: 'must be a number above zero',
  })
  .meta({
    examples: ['40'],
    override: {
      anyOf: [
        { type: 'number', exclusiveMinimum: 0 },
        { type: 'string', maxLength: 16, pattern: '^\\d+(\\.\\d+)?$' },
      ],
    },
  });

export const autoscalingConfig = z
  .strictObject({
    min_replicas: integer(1, 1000),
    max_replicas: integer(1, 1000),
    target_metric: z.enum(AUTOSCALING_METRICS, {
      error: issue =>
        issue.input === 'gpu_cache_usage_perc'
          ? 'no current engine exports gpu_cache_usage_perc: use kv_cache_usage_perc'
          : `must be one of ${AUTOSCALING_METRICS.join(', ')}`,
    }),
    target_value: targetValue,
    scale_down_delay: goDuration,
  })
  .partial()
  .meta({
    id: 'AutoscalingConfig',
    description:
      'Defaults: 1 to 8 replicas, num_requests_running at 40, 3m before scaling down',
  });

const environmentVariable = z.strictObject({
  name: z
    .string()
    .max(128)
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      'must be the name of an environment variable, such as VLLM_LOGGING_LEVEL',
    ),
  value: text(4096),
});

const labelKey = z
  .string()
  .max(317)
  .regex(
    /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
    'must be a label key, such as nvidia.com/gpu.product',
  );

export const labelValue = z
  .string()
  .max(63)
  .regex(
    /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
    'must be a label value: letters, digits, -, _ and ., not at its ends',
  );

export const toleration = z.strictObject({
  key: labelKey.optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  toleration_seconds: integer(0, 86400 * 365).optional(),
});

const argument = text(4096).min(1);

/** What a container runs; as Kubernetes has it, an empty list is none. */
function words(maximum: number) {
  return list(argument, maximum).transform(given =>
    given.length > 0 ? given : undefined,
  );
}

export const deploymentConfig = z
  .strictObject({
    image: z
      .string()
      .max(512)
      .regex(
        /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[a-f0-9]{64})?$/,
        'must be an image reference such as vllm/vllm-openai:v0.32.0',
      ),
    image_pull_policy: z.enum(['IfNotPresent', 'Always', 'Never']),
    command: words(64),
    args: words(256),
    gpu_count: integer(0, 64),
    initial_delay_seconds: integer(0, 86400),
    enable_pvc: flag,
    storage_class: subdomainName,
    storage_size: memory,
    shared_pvc: subdomainName,
    enable_autoscaling: flag,
    autoscaling_config: autoscalingConfig,
    replicas: integer(1, 1000),
    runtime: z.enum(MODEL_RUNTIMES),
    max_model_len: integer(1, 100_000_000),
    extra_args: list(argument, 128),
    extra_env: list(environmentVariable, 64),
    hugging_face_token: z
      .string()
      .max(512)
      .regex(/^[\x21-\x7e]+$/, 'must be printable characters without blanks')
      .meta({ writeOnly: true }),
    hugging_face_token_secret: z.strictObject({
      name: subdomainName,
      key: z
        .string()
        .max(253)
        .regex(
          /^[-._a-zA-Z0-9]+$/,
          'must be a key of a Secret: letters, digits, -, _ and .',
        )
        .optional(),
    }),
    node_selector: z
      .record(labelKey, labelValue)
      .refine(selector => Object.keys(selector).length <= 20, {
        error: 'must have at most 20 labels',
      })
      .meta({ maxProperties: 20 }),
    tolerations: list(toleration, 20),
    queue_name: objectName,
    cluster: objectName,
  })
  .partial()
  .meta({ id: 'DeploymentConfig' });
