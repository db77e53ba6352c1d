import { pause } from '../pause';

/** Who was told to go on does so within this, in milliseconds: not all at once. */
const SPREAD_MS = 300;

/** Pauses between tries, which end early when it is known that a try will do. */
export class Pauses {
  #early = new AbortController();

  /** Waits so long, until `end`, or until the signal. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const early = this.#early.signal;
    await pause(milliseconds, AbortSignal.any([signal, early]));
    if (early.aborted) {
      await pause(Math.random() * SPREAD_MS, signal);
    }
  }

  /** Whoever waits now goes on. */
  end() {
    const early = this.#early;
    this.#early = new AbortController();
    early.abort();
  }
}
