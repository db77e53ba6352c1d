/*
 * A stand-in of vLLM's scheduler: so many requests run at once, the others wait, and the gauges say so.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineMetrics } from './EngineMetrics';

/** How fast and how wide an engine is. */
export interface BatchOptions {
  /** Tokens generated per second and request. */
  readonly tokensPerSecond: number;
  /** Requests that run at once. */
  readonly maxRunning: number;
}

/** Time to the first token, in milliseconds. */
const PREFILL = 20;

/** The requests of one engine. */
export class Batch {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly metrics: EngineMetrics,
    private readonly options: BatchOptions,
  ) {}

  /**
   * Yields the index of each token when it is generated. Ends early when the client hangs up.
   */
  async *generate(
    { promptTokens, tokens }: { promptTokens: number; tokens: number },
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<number> {
    const arrived = performance.now();
    await this.enter(signal);
    try {
      const began = performance.now();
      this.metrics.observe(
        'request_queue_time_seconds',
        (began - arrived) / 1_000,
      );
      this.metrics.add('prompt_tokens', promptTokens);
      this.metrics.add('prefix_cache_queries', promptTokens);
      for (let index = 0; index < tokens; index++) {
        await delay(
          index ? 1_000 / this.options.tokensPerSecond : PREFILL,
          undefined,
          { signal },
        );
        this.metrics.add('generation_tokens', 1);
        if (index === 0) {
          this.metrics.observe(
            'time_to_first_token_seconds',
            (performance.now() - arrived) / 1_000,
          );
        } else {
          this.metrics.observe(
            'inter_token_latency_seconds',
            1 / this.options.tokensPerSecond,
          );
        }
        yield index;
      }
      this.record({ arrived, began, promptTokens, tokens });
    } finally {
      this.leave();
    }
  }

  private record(request: {
    arrived: number;
    began: number;
    promptTokens: number;
    tokens: number;
  }) {
    const { arrived, began, promptTokens, tokens } = request;
    const now = performance.now();
    const running = (now - began) / 1_000;
    this.metrics.observe(
      'e2e_request_latency_seconds',
      (now - arrived) / 1_000,
    );
    this.metrics.observe('request_inference_time_seconds', running);
    this.metrics.observe('request_prefill_time_seconds', PREFILL / 1_000);
    this.metrics.observe(
      'request_decode_time_seconds',
      Math.max(0, running - PREFILL / 1_000),
    );
    this.metrics.observe(
      'request_time_per_output_token_seconds',
      running / Math.max(1, tokens),
    );
    this.metrics.observe('request_prompt_tokens', promptTokens);
    this.metrics.observe('request_generation_tokens', tokens);
  }

  private async enter(signal: AbortSignal) {
    if (this.running < this.options.maxRunning) {
      this.running++;
      this.publish();
      return;
    }
    const turn = new EventTarget();
    const call = () => turn.dispatchEvent(new Event('turn'));
    this.waiting.push(call);
    this.publish();
    try {
      await once(turn, 'turn', { signal });
    } catch (error) {
      this.waiting.splice(this.waiting.indexOf(call), 1);
      this.publish();
      throw error;
    }
  }

  /** The place goes to whoever waits first, without being free in between. */
  private leave() {
    const next = this.waiting.shift();
    if (next) {
      next();
    } else {
      this.running--;
    }
    this.publish();
  }

  private publish() {
    this.metrics.set('num_requests_running', this.running);
    this.metrics.set('num_requests_waiting', this.waiting.length);
    this.metrics.set(
      'kv_cache_usage_perc',
      Math.min(
        1,
        (this.running + this.waiting.length) / this.options.maxRunning,
      ),
    );
  }
}
