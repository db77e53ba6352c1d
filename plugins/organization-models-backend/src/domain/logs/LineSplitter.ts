import type { RawLine } from './LogLine';

/** A line is shown up to here, in bytes. */
export const LONGEST_LINE = 64 * 1024;
/** Kept beyond it, so that a secret across the cut is still known as one. */
const BEYOND = 4 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
/** A time with nine digits and a zone, and what is behind it. */
const LONGEST_STAMP = 36;

/** Splits bytes into lines, and holds no more of a line than is shown. */
export class LineSplitter {
  readonly #kept: Uint8Array[] = [];
  #length = 0;
  #omitted = 0;

  /** @returns the lines that this chunk completes */
  push(chunk: Uint8Array): RawLine[] {
    const lines: RawLine[] = [];
    let begin = 0;
    let end = chunk.indexOf(NEWLINE);
    while (end >= 0) {
      this.#keep(chunk.subarray(begin, end));
      lines.push(this.#take());
      begin = end + 1;
      end = chunk.indexOf(NEWLINE, begin);
    }
    this.#keep(chunk.subarray(begin));
    return lines;
  }

  /** @returns the last line, when no line break followed it */
  end(): RawLine[] {
    return this.#length > 0 ? [this.#take()] : [];
  }

  #keep(bytes: Uint8Array): void {
    const isLong = this.#length + bytes.length > LONGEST_LINE;
    if (isLong && (this.#omitted === 0 || bytes.includes(RETURN))) {
      this.#append(this.#withoutOverwritten(bytes));
    } else {
      this.#append(bytes);
    }
  }

  #append(bytes: Uint8Array): void {
    const room = LONGEST_LINE + BEYOND - this.#length;
    const kept = bytes.subarray(0, room);
    this.#omitted += bytes.length - kept.length;
    if (kept.length > 0) {
      // What is kept must not hold on to the whole chunk
      this.#kept.push(kept.slice());
      this.#length += kept.length;
    }
  }

  /** Of a progress bar, which writes over itself for hours, the newest counts. */
  #withoutOverwritten(bytes: Uint8Array): Uint8Array {
    const all = Buffer.concat([...this.#kept, bytes]);
    const begin = all.lastIndexOf(RETURN, -2) + 1;
    const stampEnd = all.subarray(0, LONGEST_STAMP).indexOf(SPACE) + 1;
    if (stampEnd === 0 || begin <= stampEnd) {
      return bytes;
    }
    this.#clear();
    this.#append(all.subarray(0, stampEnd));
    return all.subarray(begin);
  }

  #take(): RawLine {
    const line = { bytes: Buffer.concat(this.#kept), omitted: this.#omitted };
    this.#clear();
    return line;
  }

  #clear(): void {
    this.#kept.length = 0;
    this.#length = 0;
    this.#omitted = 0;
  }
}
