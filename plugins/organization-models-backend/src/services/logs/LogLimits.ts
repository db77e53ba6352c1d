import { tooManyLines, tooManyStreams } from '../errors';

/** What an organization may read of logs at a time, counted per process. */
export type LogLimitsConfig = { streams: number; linesPerSecond: number };

/** As many lines may come at once, so that a long tail is not held up. */
const BURST_SECONDS = 10;

type Use = { streams: number; lines: number; at: number };

/** Keeps each organization within its limits. */
export class LogLimits {
  readonly #uses = new Map<string, Use>();

  /** @param now - milliseconds of a steady clock */
  constructor(
    private readonly config: LogLimitsConfig,
    private readonly now: () => number,
  ) {}

  /**
   * Takes a place for a stream.
   *
   * @returns gives it back; again and again is harmless
   * @throws 429 when none is left, or when too many lines are on their way
   */
  enter(organizationId: string): () => void {
    const use = this.#useOf(organizationId);
    if (use.streams >= this.config.streams) {
      throw tooManyStreams(this.config.streams);
    }
    if (use.lines < 0) {
      const { linesPerSecond } = this.config;
      throw tooManyLines(linesPerSecond, -use.lines / linesPerSecond);
    }
    use.streams++;
    let isOver = false;
    return () => {
      use.streams -= isOver ? 0 : 1;
      isOver = true;
    };
  }

  /** Counts a line. @returns milliseconds to wait before the next */
  take(organizationId: string): number {
    const use = this.#useOf(organizationId);
    use.lines--;
    return use.lines < 0 ? (-use.lines * 1000) / this.config.linesPerSecond : 0;
  }

  #useOf(organizationId: string): Use {
    const { linesPerSecond } = this.config;
    const most = linesPerSecond * BURST_SECONDS;
    const now = this.now();
    const use = this.#uses.get(organizationId) ?? {
      streams: 0,
      lines: most,
      at: now,
    };
    const earned = ((now - use.at) / 1000) * linesPerSecond;
    use.lines = Math.min(most, use.lines + earned);
    use.at = now;
    this.#uses.set(organizationId, use);
    return use;
  }
}
