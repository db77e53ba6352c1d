import { setTimeout as delay } from 'node:timers/promises';
import type { BenchPortal, SentRequest } from '../portal/BenchPortal';

const READINESS = '/.backstage/health/v1/readiness';
const PROBE_MS = 1_000;
/** Who gets no answer for so long asks again, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What was answered: a status and a body, or why there was no answer. */
export type Answered = { status: number; body: any } | { failure: string };

/**
 * A round-robin over backends, as a Service has it: one that does not say that it
 * is ready is left out from the next probe on.
 */
export class LoadBalancer {
  readonly #out = new Set<BenchPortal>();
  #next = 0;

  constructor(private readonly portals: readonly BenchPortal[]) {}

  /** Asks each backend every second whether it is ready, until the signal. */
  async probe(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await Promise.all(this.portals.map(portal => this.#look(portal)));
      await delay(PROBE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Sends it once, to one backend. */
  async send(path: string, request: SentRequest = {}): Promise<Answered> {
    const ready = this.portals.filter(portal => !this.#out.has(portal));
    if (ready.length === 0) {
      return { failure: 'no backend is ready' };
    }
    const portal = ready[this.#next++ % ready.length];
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const { status, text } = await portal.send(path, { ...request, signal });
      return { status, body: text ? JSON.parse(text) : undefined };
    } catch (error) {
      return { failure: describe(error as Error) };
    }
  }

  async #look(portal: BenchPortal) {
    const answer = await portal
      .send(READINESS, { signal: AbortSignal.timeout(PROBE_MS) })
      .catch(() => undefined);
    if (answer?.status === 200) {
      this.#out.delete(portal);
    } else {
      this.#out.add(portal);
    }
  }
}

function describe(error: Error): string {
  return error.name === 'TimeoutError'
    ? `no answer within ${PATIENCE_MS / 1000} s`
    : 'the connection broke';
}
