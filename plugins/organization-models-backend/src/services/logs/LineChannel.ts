import type { LogLine } from '../../domain/logs/LogLine';

/** Lines that wait for their reader at most. */
const ROOM = 256;

/** Takes lines of many sources; who is too fast for the reader has to wait. */
export class LineChannel {
  #lines: LogLine[] = [];
  #isClosed = false;
  #writers: (() => void)[] = [];
  #reader: (() => void) | undefined;

  /** @returns when there is room for another; at once after the end */
  async push(line: LogLine): Promise<void> {
    this.#lines.push(line);
    this.#wakeReader();
    while (this.#lines.length >= ROOM && !this.#isClosed) {
      await new Promise<void>(resolve => this.#writers.push(resolve));
    }
  }

  /** What was pushed is read to its end. */
  close(): void {
    this.#isClosed = true;
    this.#wakeReader();
    this.#wakeWriters();
  }

  async *read(): AsyncGenerator<LogLine> {
    for (;;) {
      const lines = this.#lines;
      this.#lines = [];
      this.#wakeWriters();
      yield* lines;
      if (this.#lines.length === 0) {
        if (this.#isClosed) {
          return;
        }
        await new Promise<void>(resolve => (this.#reader = resolve));
      }
    }
  }

  #wakeReader(): void {
    this.#reader?.();
    this.#reader = undefined;
  }

  #wakeWriters(): void {
    const waiting = this.#writers;
    this.#writers = [];
    waiting.forEach(wake => wake());
  }
}
