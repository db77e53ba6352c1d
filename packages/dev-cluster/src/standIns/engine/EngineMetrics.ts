/*
 * A stand-in of vLLM's metrics (0.32): current names, labels `model_name` and `engine`, each counter with its
 * `_created` gauge, all series there with 0 before the first request.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const REQUEST_SECONDS = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480,
  960, 1920, 7680,
];
const FIRST_TOKEN_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5,
  7.5, 10, 20, 40, 80, 160, 640, 2560,
];
const TOKEN_SECONDS = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5,
  10, 20, 40, 80,
];
const TOKEN_COUNTS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000,
];

const GAUGES = {
  num_requests_running: 'Number of requests in model execution batches.',
  num_requests_waiting: 'Number of requests waiting to be processed.',
  kv_cache_usage_perc: 'KV-cache usage. 1 means 100 percent usage.',
} as const;

const COUNTERS = {
  prompt_tokens: 'Number of prefill tokens processed.',
  prompt_tokens_cached: 'Number of cached prompt tokens.',
  generation_tokens: 'Number of generation tokens processed.',
  num_preemptions: 'Cumulative number of preemption from the engine.',
  prefix_cache_queries:
    'Prefix cache queries, in terms of number of queried tokens.',
  prefix_cache_hits: 'Prefix cache hits, in terms of number of cached tokens.',
} as const;

const HISTOGRAMS = {
  time_to_first_token_seconds: FIRST_TOKEN_SECONDS,
  inter_token_latency_seconds: TOKEN_SECONDS,
  request_time_per_output_token_seconds: TOKEN_SECONDS,
  e2e_request_latency_seconds: REQUEST_SECONDS,
  request_queue_time_seconds: REQUEST_SECONDS,
  request_inference_time_seconds: REQUEST_SECONDS,
  request_prefill_time_seconds: REQUEST_SECONDS,
  request_decode_time_seconds: REQUEST_SECONDS,
  request_prompt_tokens: TOKEN_COUNTS,
  request_generation_tokens: TOKEN_COUNTS,
} as const;

const FINISHED_REASONS = ['stop', 'length', 'abort', 'error'] as const;

export type GaugeName = keyof typeof GAUGES;
export type CounterName = keyof typeof COUNTERS;
export type HistogramName = keyof typeof HISTOGRAMS;
export type FinishedReason = (typeof FINISHED_REASONS)[number];

/** The metrics of one engine. */
export class EngineMetrics {
  private readonly registry = new Registry();
  private readonly labels: { model_name: string; engine: string };
  private readonly gauges: Record<GaugeName, Gauge>;
  private readonly counters: Record<CounterName, Counter>;
  private readonly histograms: Record<HistogramName, Histogram>;
  private readonly succeeded: Counter;
  private readonly values: Record<GaugeName, number> = {
    num_requests_running: 0,
    num_requests_waiting: 0,
    kv_cache_usage_perc: 0,
  };

  constructor(modelName: string) {
    this.labels = { model_name: modelName, engine: '0' };
    this.gauges = mapKeys(GAUGES, (name, help) => this.addGauge(name, help));
    this.counters = mapKeys(COUNTERS, (name, help) =>
      this.addCounter(name, help),
    );
    this.histograms = mapKeys(HISTOGRAMS, (name, buckets) =>
      this.addHistogram(name, buckets),
    );
    this.succeeded = this.addCounter(
      'request_success',
      'Count of successfully processed requests.',
      ['finished_reason'],
    );
    for (const finished_reason of FINISHED_REASONS) {
      this.succeeded.inc({ ...this.labels, finished_reason }, 0);
    }
    this.addCacheConfig();
  }

  /** The value of a gauge, or `undefined` for a metric that pods do not have. */
  read(name: string): number | undefined {
    return name in this.values ? this.values[name as GaugeName] : undefined;
  }

  set(name: GaugeName, value: number): void {
    this.values[name] = value;
    this.gauges[name].set(this.labels, value);
  }

  add(name: CounterName, count: number): void {
    this.counters[name].inc(this.labels, count);
  }

  observe(name: HistogramName, value: number): void {
    this.histograms[name].observe(this.labels, value);
  }

  finish(finished_reason: FinishedReason): void {
    this.succeeded.inc({ ...this.labels, finished_reason });
  }

  /** Prometheus text. */
  async expose(): Promise<{ contentType: string; text: string }> {
    return {
      contentType: this.registry.contentType,
      text: await this.registry.metrics(),
    };
  }

  private addGauge(name: string, help: string, labelNames: string[] = []) {
    const gauge = new Gauge({
      name: `vllm:${name}`,
      help,
      labelNames: ['model_name', 'engine', ...labelNames],
      registers: [this.registry],
    });
    if (labelNames.length === 0) {
      gauge.set(this.labels, 0);
    }
    return gauge;
  }

  private addCounter(name: string, help: string, labelNames: string[] = []) {
    this.addGauge(`${name}_created`, help).set(this.labels, Date.now() / 1_000);
    const counter = new Counter({
      name: `vllm:${name}_total`,
      help,
      labelNames: ['model_name', 'engine', ...labelNames],
      registers: [this.registry],
    });
    if (labelNames.length === 0) {
      counter.inc(this.labels, 0);
    }
    return counter;
  }

  private addHistogram(name: string, buckets: readonly number[]) {
    const histogram = new Histogram({
      name: `vllm:${name}`,
      help: `Histogram of ${name.replace(/_/g, ' ')}.`,
      labelNames: ['model_name', 'engine'],
      buckets: [...buckets],
      registers: [this.registry],
    });
    histogram.zero(this.labels);
    return histogram;
  }

  private addCacheConfig() {
    const labels = {
      block_size: '16',
      num_gpu_blocks: '24319',
      gpu_memory_utilization: '0.92',
      kv_cache_size_tokens: '389104',
      kv_cache_max_concurrency: '9.50',
    };
    this.addGauge(
      'cache_config_info',
      'Information of the LLMEngine CacheConfig',
      Object.keys(labels),
    ).set({ ...this.labels, ...labels }, 1);
  }
}

function mapKeys<K extends string, V, R>(
  record: Readonly<Record<K, V>>,
  map: (key: K, value: V) => R,
): Record<K, R> {
  const entries = Object.entries(record) as [K, V][];
  return Object.fromEntries(
    entries.map(([key, value]) => [key, map(key, value)]),
  ) as Record<K, R>;
}
