/** Lets those who want the same do what they do one after the other. */
export class Turns {
  /** The last one of each kind that waits or works; it never rejects. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work once all are done that came before for the same key. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const turn = before ? before.then(work) : work();
    const over = turn.catch(() => undefined);
    this.#last.set(key, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === over) {
        this.#last.delete(key);
      }
    }
  }
}
