import { z } from 'zod';
import type {} from 'zod-openapi';

const UNITS: Record<string, number> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
};

/** A duration in whole seconds, minutes, hours or days; seconds when parsed. */
function duration(options: {
  least: number;
  most: number;
  words: string;
  description: string;
  otherwise: string;
}) {
  const { least, most, words, description, otherwise } = options;
  const message = `must be a duration ${words}`;
  return z
    .string()
    .regex(/^\d{1,5}[smhd]$/, message)
    .transform(text => Number(text.slice(0, -1)) * UNITS[text.slice(-1)])
    .pipe(z.number().min(least, message).max(most, message))
    .prefault(otherwise)
    .meta({
      description,
      override: {
        type: 'string',
        pattern: '^\\d{1,5}[smhd]$',
        default: otherwise,
      },
    });
}

/**
 * The query of a model's metrics, as it comes in a URL.
 *
 * @public
 */
export const metricsQuery = z.strictObject({
  range: duration({
    least: 60,
    most: 30 * 86_400,
    words: 'from 1m to 30d, such as 30m',
    description: 'How far back; more than 1h needs Prometheus',
    otherwise: '1h',
  }),
  step: duration({
    least: 5,
    most: 86_400,
    words: 'from 5s to 1d, such as 30s',
    description: 'Between two points, of which there are at most 1,000',
    otherwise: '30s',
  }),
});

export const metricSeries = z
  .object({
    metric: z.enum([
      'requests',
      'error_ratio',
      'latency',
      'time_to_first_token',
      'inter_token_latency',
      'prompt_tokens',
      'generated_tokens',
      'requests_running',
      'requests_waiting',
      'kv_cache_use',
      'prefix_cache_hit_ratio',
      'preemptions',
      'gpu_utilization',
      'gpu_memory',
      'cpu',
      'memory',
      'replicas_ready',
      'replicas_wanted',
    ]),
    unit: z.string().meta({ examples: ['requests/s', 'seconds', 'ratio'] }),
    labels: z.record(z.string(), z.string()).optional().meta({
      description: '`outcome` of requests, `quantile` of times',
    }),
    points: z
      .array(
        z.object({
          time: z.string().meta({ format: 'date-time' }),
          value: z.number().nullable().meta({
            description: 'null: nothing was measured, which is not 0',
          }),
        }),
      )
      .nullable()
      .meta({ description: 'null: for the reason in `missing`' }),
    missing: z
      .enum([
        'NoPrometheus',
        'NotScraped',
        'EngineTooOld',
        'NoDcgm',
        'NoCadvisor',
        'NoKubeStateMetrics',
      ])
      .optional(),
  })
  .meta({ id: 'MetricSeries' });

export const metricMark = z
  .object({
    time: z.string().meta({ format: 'date-time' }),
    kind: z.enum(['deployment', 'scaling']),
    code: z.string().meta({
      description: 'Of the history, or ScaledUp and ScaledDown',
      examples: ['Updated', 'ScaledUp'],
    }),
    message: z.string(),
    generation: z.int().optional(),
  })
  .meta({ id: 'MetricMark' });

export const modelMetrics = z
  .object({
    source: z.enum(['scraped', 'prometheus']).meta({
      description:
        'scraped: from the pods by this backend, every 15 s while somebody looks, and kept for an hour in memory',
    }),
    fallback: z.string().optional().meta({
      description:
        'Why it was scraped although Prometheus is configured for the cluster',
    }),
    known_since: z.string().optional().meta({
      format: 'date-time',
      description: 'Of what was scraped: since when',
    }),
    from: z.string().meta({ format: 'date-time' }),
    to: z.string().meta({ format: 'date-time' }),
    step_seconds: z.number(),
    series: z.array(metricSeries),
    marks: z.array(metricMark).meta({
      description: 'What was done to the model meanwhile, in order of time',
    }),
  })
  .meta({ id: 'ModelMetrics' });

const latest = (unit: string) =>
  z
    .number()
    .nullable()
    .meta({ description: `In ${unit}; null: not known` });

export const modelLoad = z
  .object({
    model_id: z.string(),
    name: z.string(),
    cluster: z.string(),
    source: z.enum(['prometheus', 'scraped', 'none']).meta({
      description:
        'none: Prometheus does not know it, and nobody looks at its metrics',
    }),
    fallback: z.string().optional().meta({
      description: 'Why Prometheus, which is configured, was of no use',
    }),
    requests: latest('requests/s'),
    error_ratio: latest('parts of 1'),
    latency_p95: latest('seconds'),
    time_to_first_token_p95: latest('seconds'),
    prompt_tokens: latest('tokens/s'),
    generated_tokens: latest('tokens/s'),
    requests_running: latest('requests'),
    requests_waiting: latest('requests'),
    kv_cache_use: latest('parts of 1'),
  })
  .meta({ id: 'ModelLoad' });

export const modelLoads = z
  .object({ metrics: z.array(modelLoad) })
  .meta({ id: 'ModelLoads' });
