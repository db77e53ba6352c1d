/** Something that can be stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** Stops what was started, each exactly once, the last first. What fails to stop does not keep the others running. */
export class Closer {
  readonly #parts: Stoppable[] = [];

  add<T extends Stoppable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      await part.stop().catch(error => errors.push(error));
    }
    if (errors.length > 0) {
      throw new AggregateError(errors, 'Not everything could be stopped');
    }
  }
}
