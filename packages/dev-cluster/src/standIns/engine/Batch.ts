/*
 * A stand-in of vLLM's scheduler: so many requests run at once, the others wait, and the gauges say so.
 */
import { once } from 'node:events';
import { EngineMetrics } from './EngineMetrics';
import { FinishReason, GenerationRequest, TokenSource } from './TokenSource';

/** How fast and how wide an engine is. */
export interface BatchOptions {
  /** Tokens generated per second and request. */
  readonly tokensPerSecond: number;
  /** Requests that run at once. */
  readonly maxRunning: number;
}

/** What a request took. */
export interface Taken {
  readonly promptTokens: number;
  readonly tokens: number;
  readonly finishReason: FinishReason;
}

/** The requests of one engine. */
export class Batch {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly metrics: EngineMetrics,
    private readonly source: TokenSource,
    private readonly options: Pick<BatchOptions, 'maxRunning'>,
  ) {}

  /**
   * Yields each token when it is there, and at last what it took. Ends with an error when the client hangs up.
   */
  async *generate(
    request: GenerationRequest,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<{ text: string }, Taken> {
    const arrived = performance.now();
    await this.enter(signal);
    try {
      const began = performance.now();
      this.metrics.observe(
        'request_queue_time_seconds',
        (began - arrived) / 1_000,
      );
      let promptTokens = 0;
      let tokens = 0;
      let last = arrived;
      let first = began;
      let finishReason: FinishReason = 'stop';
      for await (const made of this.source.generate(request, { signal })) {
        const now = performance.now();
        if ('promptTokens' in made) {
          promptTokens = made.promptTokens;
          this.metrics.add('prompt_tokens', promptTokens);
          this.metrics.add('prefix_cache_queries', promptTokens);
        } else if ('finish' in made) {
          finishReason = made.finish;
        } else {
          this.metrics.add('generation_tokens', 1);
          this.metrics.observe(
            tokens === 0
              ? 'time_to_first_token_seconds'
              : 'inter_token_latency_seconds',
            (now - last) / 1_000,
          );
          first = tokens === 0 ? now : first;
          last = now;
          tokens++;
          yield made;
        }
      }
      this.record({ arrived, began, first, promptTokens, tokens });
      return { promptTokens, tokens, finishReason };
    } finally {
      this.leave();
    }
  }

  private record(request: {
    arrived: number;
    began: number;
    first: number;
    promptTokens: number;
    tokens: number;
  }) {
    const { arrived, began, first, promptTokens, tokens } = request;
    const now = performance.now();
    const running = (now - began) / 1_000;
    this.metrics.observe(
      'e2e_request_latency_seconds',
      (now - arrived) / 1_000,
    );
    this.metrics.observe('request_inference_time_seconds', running);
    this.metrics.observe(
      'request_prefill_time_seconds',
      (first - began) / 1_000,
    );
    this.metrics.observe('request_decode_time_seconds', (now - first) / 1_000);
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
