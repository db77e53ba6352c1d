/**
 * How far a log was read. A kubelet takes `sinceTime` by the second, so that
 * going on from there sends lines again: they are told apart by their times,
 * and lines of one time by their number.
 */
export class ResumePoint {
  #last: string;
  /** Lines of the last time that were passed on. */
  #ofLast = 0;
  /** Lines of the last time that came again since reading went on. */
  #again = 0;

  /** @param since - an instant; lines before it are not wanted */
  constructor(since: string) {
    this.#last = since;
  }

  /** From where to read. */
  get since(): string {
    return this.#last;
  }

  /** Reading begins anew, from `since`. */
  reopen(): void {
    this.#again = 0;
  }

  /** Whether a line was not passed on yet. */
  isNew({ time }: { time: string }): boolean {
    if (time < this.#last) {
      return false;
    }
    if (time > this.#last) {
      this.#last = time;
      this.#ofLast = 1;
      this.#again = 1;
      return true;
    }
    this.#again++;
    if (this.#again <= this.#ofLast) {
      return false;
    }
    this.#ofLast = this.#again;
    return true;
  }
}
