import { NO_TOKENS, readUsage, type TokenCounts } from './readUsage';

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

/** Larger answers are searched for their usage at the end only, in bytes. */
const LARGEST_PARSED = 4 * 1024 * 1024;
const SEARCHED_BYTES = 16 * 1024;

/** Of an answer in one piece: JSON that tells its usage somewhere. */
export class WholeAnswerMeter implements AnswerMeter {
  readonly hasFailed = false;
  #kept: Buffer[] = [];
  #size = 0;

  pass(chunk: Buffer): Buffer {
    this.#size += chunk.length;
    this.#kept.push(chunk);
    if (this.#size > LARGEST_PARSED) {
      const tail = Buffer.concat(this.#kept.slice(-2));
      this.#kept = [tail.subarray(-SEARCHED_BYTES)];
    }
    return chunk;
  }

  end(): undefined {
    return undefined;
  }

  get tokens(): TokenCounts {
    const text = Buffer.concat(this.#kept).toString('utf8');
    return this.#size > LARGEST_PARSED
      ? readUsage(findUsage(text), NO_TOKENS)
      : readUsage(parse(text), NO_TOKENS);
  }
}

// Between quotes there are no plain quotes, so that this is in no text
function findUsage(text: string): unknown {
  const begin = text.lastIndexOf('"usage":{');
  const end = text.indexOf('}', text.indexOf('total_tokens', begin));
  return begin < 0 ? undefined : parse(`{${text.slice(begin, end + 1)}}`);
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
