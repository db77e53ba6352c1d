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
  hasFailed = false;
  #told = NO_TOKENS;
  /** The engine has told what was generated so far, and not of the prompt alone. */
  #hasTold = false;
  /** Pieces that carry something: of most engines a token each. */
  #pieces = 0;
  #held: Buffer = Buffer.alloc(0);

  constructor(private readonly hidden: HiddenUsage) {}

  /**
   * As the engine tells them. One that tells them at the end only has told
   * nothing of a stream that is left before: then its pieces count as tokens,
   * and a prompt of which nothing is known as none.
   */
  get tokens(): TokenCounts {
    return this.#hasTold
      ? this.#told
      : { ...this.#told, completionTokens: this.#pieces };
  }

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
    if (this.#hasTold && !piece.includes('"usage"') && !isError(piece)) {
      return piece;
    }
    const text = piece.toString('utf8');
    const data = /^data: ?(.*)$/m.exec(text)?.[1];
    const event = data && (parse(data) as Record<string, unknown> | undefined);
    if (!event || typeof event !== 'object') {
      return piece;
    }
    this.#told = readUsage(event, this.#told);
    this.#hasTold ||= tellsUsage(event) || tellsUsage(event.response);
    this.#pieces += carriesText(event) ? 1 : 0;
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

function tellsUsage(of: unknown): boolean {
  return Boolean((of as { usage?: unknown } | undefined)?.usage);
}

function isError(piece: Buffer): boolean {
  return piece.includes('"error"');
}

/** Of OpenAI's forms (chat, completions, responses) and of Anthropic's. */
function carriesText({ choices, type }: Record<string, any>): boolean {
  if (!Array.isArray(choices)) {
    return typeof type === 'string' && type.endsWith('delta');
  }
  return choices.some(choice => {
    const { content, reasoning, reasoning_content, tool_calls } =
      choice?.delta ?? {};
    const texts = [choice?.text, content, reasoning, reasoning_content];
    return texts.some(Boolean) || tool_calls?.length > 0;
  });
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
