import { setTimeout as delay } from 'node:timers/promises';
import { API } from '../portal/BenchPortal';
import { toBody } from '../soak/Wanted';
import type { Answered, LoadBalancer } from './LoadBalancer';
import type { Doing, Outcome } from './Outcome';

/** Between two tries of a caller, in milliseconds. */
const PAUSE_MS = 100;

/** Somebody for each thing that is done all along. None of them tries a request twice. */
export class HaCallers {
  readonly outcomes: Outcome[] = [];

  constructor(
    private readonly balancer: LoadBalancer,
    /** Of two models: what is changed runs nowhere else. */
    private readonly ids: { read: string; changed: string },
  ) {}

  /** Goes on until the signal. */
  async call(readers: number, signal: AbortSignal): Promise<void> {
    const each = (work: (round: number) => Promise<unknown>) =>
      repeat(work, signal);
    await Promise.all([
      ...Array.from({ length: readers }, () => each(() => this.#read())),
      each(round => this.#label(round)),
      each(round => this.#change(round, signal)),
    ]);
  }

  async #read() {
    this.#note('read', await this.balancer.send(`${API}/${this.ids.read}`));
  }

  async #label(round: number) {
    const body = { tags: [`round-${round}`] };
    this.#note('label', await this.#put(this.ids.read, body));
  }

  async #change(round: number, signal: AbortSignal) {
    const wanted = { version: round, replicas: 1 + (round % 2) };
    const state = { stopped: false, broken: false };
    const { name, ...body } = toBody('', { ...wanted, ...state });
    const answer = await this.#put(this.ids.changed, body);
    if (this.#note('change', answer)) {
      const { generation } = (answer as { body: any }).body.model;
      await this.#waitForArrival(generation, signal);
    }
  }

  async #waitForArrival(generation: number, signal: AbortSignal) {
    while (!signal.aborted) {
      const answer = await this.balancer.send(`${API}/${this.ids.changed}`);
      const seen = 'body' in answer && answer.body?.model?.observed_generation;
      if (seen >= generation) {
        this.#note('arrival', answer);
        return;
      }
      await delay(PAUSE_MS);
    }
  }

  #put(id: string, body: unknown): Promise<Answered> {
    return this.balancer.send(`${API}/${id}`, { method: 'PUT', body });
  }

  /** @returns whether it worked */
  #note(doing: Doing, answer: Answered): boolean {
    const failure = toFailure(answer);
    this.outcomes.push({ doing, at: performance.now(), failure });
    return failure === undefined;
  }
}

function toFailure(answer: Answered): string | undefined {
  if ('failure' in answer) {
    return answer.failure;
  }
  const { status, body } = answer;
  return status < 400
    ? undefined
    : [status, body?.error?.code].filter(Boolean).join(' ');
}

async function repeat(
  work: (round: number) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; !signal.aborted; round++) {
    await work(round);
    await delay(PAUSE_MS);
  }
}
