import { setTimeout as delay } from 'node:timers/promises';
import { API, type BenchPortal, type SentRequest } from '../portal/BenchPortal';

const AGAIN_MS = 500;
/** Longer than any of the faults lasts. */
const GIVE_UP_MS = 120_000;

/** What was answered, once it was an answer. */
export type Answer = { status: number; body: any };

/** How long somebody waited for what became of a request, in milliseconds. */
export type Wait = {
  kind: 'read' | 'change';
  begun: number;
  ms: number;
  /** What else was answered before, after how many milliseconds. */
  tries: { ms: number; answer: string }[];
};

/** Asks one backend, and the other when the first does not answer, until it is known what became of the request. */
export class SoakCaller {
  /** Answers that said "try again", and connections that broke. */
  retries = 0;
  readonly waits: Wait[] = [];
  #next = 0;

  constructor(private readonly portals: readonly BenchPortal[]) {}

  /**
   * Every request has to be one that may be sent again.
   *
   * @throws Error when nobody answers for two minutes
   */
  async ask(path: string, request: SentRequest = {}): Promise<Answer> {
    const begun = performance.now();
    const tries: Wait['tries'] = [];
    while (performance.now() - begun < GIVE_UP_MS) {
      const answer = await this.#tryOnce(path, request);
      if (typeof answer !== 'string') {
        this.waits.push({
          kind: request.method ? 'change' : 'read',
          begun,
          ms: performance.now() - begun,
          tries,
        });
        return answer;
      }
      tries.push({ ms: performance.now() - begun, answer });
      this.retries++;
      await delay(AGAIN_MS);
    }
    throw new Error(
      `${request.method ?? 'GET'} ${path} ended with ${tries.at(-1)?.answer}`,
    );
  }

  /** @returns a text when it has to be tried again */
  async #tryOnce(path: string, request: SentRequest): Promise<Answer | string> {
    this.#next++;
    const portal = this.portals[this.#next % this.portals.length];
    try {
      const { status, text } = await portal.send(`${API}${path}`, request);
      // Without a body: a backend that starts, before the plugin is mounted
      const isStarting = status === 404 && !text;
      if (status >= 500 || status === 429 || isStarting) {
        return `${status} ${text.slice(0, 300)}`;
      }
      return { status, body: text ? JSON.parse(text) : undefined };
    } catch (error) {
      return describeBroken(error);
    }
  }
}

// What undici says itself is only that it failed
function describeBroken(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? String(cause ?? error);
}
