const RETURN = 0x0d;
const FEED = 0x0a;

/**
 * Cuts server-sent events out of bytes, each with the blank line that ends it.
 * Lines end as the standard has it: by a feed, a return, or both.
 */
export class EventSplitter {
  #parts: Buffer[] = [];
  #size = 0;
  #isLineEmpty = true;
  #sawReturn = false;

  /** Bytes of an event that has not ended. */
  get size(): number {
    return this.#size;
  }

  /** @returns the events that end in these bytes */
  push(chunk: Buffer): Buffer[] {
    const events: Buffer[] = [];
    let begin = 0;
    const cut = (end: number) => {
      this.#keep(chunk.subarray(begin, end));
      begin = end;
      events.push(this.take());
    };
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      // A return ends a line by itself only where no feed is behind it
      if (this.#sawReturn && byte !== FEED && this.#endLine()) {
        cut(index);
      }
      this.#sawReturn = byte === RETURN;
      if (byte === FEED) {
        if (this.#endLine()) {
          cut(index + 1);
        }
      } else if (byte !== RETURN) {
        this.#isLineEmpty = false;
      }
    }
    this.#keep(chunk.subarray(begin));
    return events;
  }

  /** What there is of an event that has not ended. */
  take(): Buffer {
    const bytes =
      this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return bytes;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length > 0) {
      this.#parts.push(bytes);
      this.#size += bytes.length;
    }
  }

  /** @returns whether it was empty, so that an event ends here */
  #endLine(): boolean {
    const wasEmpty = this.#isLineEmpty;
    this.#isLineEmpty = true;
    return wasEmpty;
  }
}
