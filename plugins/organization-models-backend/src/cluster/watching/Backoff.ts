import { ClusterRequestError } from '../connection/errors';

const SHORTEST_MS = 250;
const LONGEST_MS = 10_000;
/** While nobody answers: asking costs nobody anything. */
const LONGEST_SILENT_MS = 3_000;

/** How long to wait before a cluster is asked again; grows while it does not work. */
export class Backoff {
  #failures = 0;
  #wasSilent = false;

  /** It worked. */
  reset() {
    this.#failures = 0;
    this.#wasSilent = false;
  }

  /**
   * @param error - why it did not work
   * @returns milliseconds; jitter keeps many from coming back at the same moment
   */
  next(error: Error | undefined): { pauseMs: number; isAsked: boolean } {
    const isSilent =
      error !== undefined && !(error instanceof ClusterRequestError);
    // One that was started just now refuses a few: that is over soon, however
    // long nobody answered before
    const isBack = this.#wasSilent && !isSilent;
    this.#failures = isBack ? 1 : this.#failures + 1;
    this.#wasSilent = isSilent;
    const longest = isSilent ? LONGEST_SILENT_MS : LONGEST_MS;
    const exponential = SHORTEST_MS * 2 ** (this.#failures - 1);
    const asked = askedFor(error);
    return {
      pauseMs: Math.max(
        asked,
        Math.min(exponential, longest) * (0.5 + Math.random() / 2),
      ),
      isAsked: asked > 0,
    };
  }
}

/** What the API server wants to be left alone for, in milliseconds. */
function askedFor(error: Error | undefined): number {
  return error instanceof ClusterRequestError
    ? (error.retryAfterSeconds ?? 0) * 1000
    : 0;
}
