import { type AnswerMeter, parse } from './AnswerMeter';
import { NO_TOKENS, readUsage, type TokenCounts } from './readUsage';
import type { HiddenUsage } from './toEngineBody';

/** A piece that is larger is passed on without a look into it, in bytes. */
const LARGEST_PIECE = 4 * 1024 * 1024;

/**
 * Of server-sent events. Where usage is hidden from the client, a piece is
 * passed on when it is complete, as engines send them; else bytes are passed
 * on as they come.
 */
export class EventStreamMeter implements AnswerMeter {
  tokens: TokenCounts = NO_TOKENS;
  hasFailed = false;
  #held: Buffer = Buffer.alloc(0);

  constructor(private readonly hidden: HiddenUsage) {}

  pass(chunk: Buffer): Buffer | undefined {
    this.#held =
      this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const out: Buffer[] = [];
    for (let end = endOfPiece(this.#held); end > 0; ) {
      const piece = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(end);
      out.push(this.#read(piece));
      end = endOfPiece(this.#held);
    }
    if (this.#held.length > LARGEST_PIECE) {
      out.push(this.#held);
      this.#held = Buffer.alloc(0);
    }
    if (this.hidden === 'none') {
      return chunk;
    }
    const passed = out.filter(({ length }) => length > 0);
    return passed.length > 1 ? Buffer.concat(passed) : passed[0];
  }

  end(): Buffer | undefined {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return this.hidden === 'none' || rest.length === 0
      ? undefined
      : this.#read(rest);
  }

  /** @returns the piece as the client gets it */
  #read(piece: Buffer): Buffer {
    if (!piece.includes('"usage"') && !piece.includes('"error"')) {
      return piece;
    }
    const text = piece.toString('utf8');
    const data = /^data: ?(.*)$/m.exec(text)?.[1];
    const event = data && (parse(data) as Record<string, unknown> | undefined);
    if (!event || typeof event !== 'object') {
      return piece;
    }
    this.tokens = readUsage(event, this.tokens);
    this.hasFailed ||= Boolean(event.error);
    if (this.hidden === 'none' || !('usage' in event)) {
      return piece;
    }
    const isLast = Array.isArray(event.choices) && event.choices.length === 0;
    if (isLast) {
      return this.hidden === 'all' ? Buffer.alloc(0) : piece;
    }
    const { usage, ...others } = event;
    return Buffer.from(text.replace(data, () => JSON.stringify(others)));
  }
}

/** Where the first piece ends, behind its blank line; 0 while it has not. */
function endOfPiece(bytes: Buffer): number {
  const plain = bytes.indexOf('\n\n');
  const withReturns = bytes.indexOf('\r\n\r\n');
  if (withReturns >= 0 && (plain < 0 || withReturns < plain)) {
    return withReturns + 4;
  }
  return plain < 0 ? 0 : plain + 2;
}
