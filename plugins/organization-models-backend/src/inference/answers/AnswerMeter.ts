import { NO_TOKENS, readUsage, type TokenCounts } from '../usage/readUsage';

/** Passes an answer on, and learns from it what was used. */
export interface AnswerMeter {
  /** @returns what of it goes to the client now */
  pass(chunk: Buffer): Buffer | undefined;
  /** @returns what was held back until the end */
  end(): Buffer | undefined;
  readonly tokens: TokenCounts;
  /** The engine told of an error in the middle of its answer. */
  readonly hasFailed: boolean;
}

/** Of larger answers both ends are searched for the usage, in bytes. */
const LARGEST_PARSED = 4 * 1024 * 1024;
const SEARCHED_BYTES = 16 * 1024;

/** Of an answer in one piece: JSON that tells its usage somewhere. */
export class WholeAnswerMeter implements AnswerMeter {
  readonly hasFailed = false;
  #kept: Buffer[] = [];
  #size = 0;
  #begin = '';

  pass(chunk: Buffer): Buffer {
    this.#size += chunk.length;
    this.#kept.push(chunk);
    if (this.#size > LARGEST_PARSED) {
      const kept = Buffer.concat(this.#kept);
      this.#begin ||= kept.toString('utf8', 0, SEARCHED_BYTES);
      this.#kept = [Buffer.from(kept.subarray(-SEARCHED_BYTES))];
    }
    return chunk;
  }

  end(): undefined {
    return undefined;
  }

  get tokens(): TokenCounts {
    const text = Buffer.concat(this.#kept).toString('utf8');
    return this.#size > LARGEST_PARSED
      ? readUsage(findUsage(text) ?? findUsage(this.#begin), NO_TOKENS)
      : readUsage(parse(text), NO_TOKENS);
  }
}

/** Of numbers, and of objects of numbers such as the details. */
const USAGE = /"usage"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})/g;

// Within a string of JSON there are no plain quotes, so that this is in no text
function findUsage(text: string): unknown {
  const found = [...text.matchAll(USAGE)].at(-1)?.[1];
  return found && { usage: parse(found) };
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
