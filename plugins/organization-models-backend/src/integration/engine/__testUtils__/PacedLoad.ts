import { setTimeout as delay } from 'node:timers/promises';
import type OpenAI from 'openai';

/** Asks at a steady pace, one after the other, and adds up what the engine says it used. */
export class PacedLoad {
  readonly told = { requests: 0, prompt_tokens: 0, completion_tokens: 0 };
  readonly #leaving = new AbortController();
  readonly #asking: Promise<void>;

  constructor(
    private readonly client: OpenAI,
    private readonly asked: OpenAI.ChatCompletionCreateParamsNonStreaming,
    private readonly everyMs: number,
  ) {
    this.#asking = this.#keepAsking();
    // It is known when it is stopped
    this.#asking.catch(() => {});
  }

  async #keepAsking(): Promise<void> {
    const { signal } = this.#leaving;
    for (let due = performance.now(); !signal.aborted; due += this.everyMs) {
      await delay(Math.max(0, due - performance.now()));
      const { usage } = await this.client.chat.completions.create(this.asked);
      this.add(usage);
    }
  }

  /** What was asked beside it. */
  add(usage: OpenAI.CompletionUsage | undefined): void {
    this.told.requests += 1;
    this.told.prompt_tokens += usage?.prompt_tokens ?? NaN;
    this.told.completion_tokens += usage?.completion_tokens ?? NaN;
  }

  async stop(): Promise<void> {
    this.#leaving.abort();
    await this.#asking;
  }
}
