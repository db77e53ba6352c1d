import type { AnswerMeter } from './AnswerMeter';
import { EventSplitter } from './EventSplitter';
import { readEvent, withData } from './readEvent';
import type { TokenCounts } from '../usage/readUsage';
import { StreamUsage } from '../usage/StreamUsage';
import type { HiddenUsage } from '../bodies/toEngineBody';

/** A piece that is larger is passed on without a look into it, in bytes. */
const LARGEST_PIECE = 4 * 1024 * 1024;

/** What the pieces of OpenAI's streams have in common. */
const HEAD = ['id', 'object', 'created', 'model'];

/**
 * Of server-sent events. Where usage is hidden from the client, a piece is
 * passed on when it is complete, as engines send them; else lines are, so that
 * an engine's end in the middle of one can be told behind them.
 */
export class EventStreamMeter implements AnswerMeter {
  hasFailed = false;
  readonly #splitter = new EventSplitter();
  readonly #usage: StreamUsage;
  /** For the usage, where the client asked for it and the engine sends none. */
  #head: Record<string, unknown> = {};
  #isUsageSent = false;
  /** Of a line that has not ended. */
  #line: Buffer[] = [];

  constructor(
    private readonly hidden: HiddenUsage,
    options: { answersPerPrompt?: number } = {},
  ) {
    this.#usage = new StreamUsage(options.answersPerPrompt);
  }

  get tokens(): TokenCounts {
    return this.#usage.tokens;
  }

  pass(chunk: Buffer): Buffer | undefined {
    const out = this.#splitter.push(chunk).map(piece => this.#read(piece));
    if (this.#splitter.size > LARGEST_PIECE) {
      out.push(this.#splitter.take());
    }
    return this.hidden === 'none' ? this.#passLines(chunk) : join(out);
  }

  end(): Buffer | undefined {
    const rest = this.#splitter.take();
    const out = rest.length > 0 ? [this.#read(rest)] : [];
    return join(
      this.hidden === 'none' ? this.#line : [...out, ...this.#owed()],
    );
  }

  #passLines(chunk: Buffer): Buffer | undefined {
    const end = chunk.lastIndexOf('\n') + 1;
    if (end === 0 && sizeOf(this.#line) < LARGEST_PIECE) {
      this.#line.push(chunk);
      return undefined;
    }
    const passed = join([
      ...this.#line,
      chunk.subarray(0, end || chunk.length),
    ]);
    this.#line = end > 0 ? [chunk.subarray(end)] : [];
    return passed;
  }

  /** @returns the piece as the client gets it */
  #read(piece: Buffer): Buffer {
    if (this.#usage.isTold && !mayTell(piece)) {
      return piece;
    }
    const text = piece.toString('utf8');
    const event = readEvent(text);
    if (event === 'done') {
      return join([...this.#owed(), piece])!;
    }
    if (!event) {
      return piece;
    }
    this.#usage.read(event);
    this.hasFailed ||= tellsFailure(event);
    if (this.hidden === 'none' || !('usage' in event)) {
      return piece;
    }
    return this.#hide(piece, { text, event });
  }

  #hide(
    piece: Buffer,
    { text, event }: { text: string; event: Record<string, unknown> },
  ): Buffer {
    const { usage, ...others } = event;
    const isLast =
      usage && Array.isArray(event.choices) && event.choices.length === 0;
    if (isLast) {
      this.#isUsageSent = true;
      return this.hidden === 'all' ? Buffer.alloc(0) : piece;
    }
    this.#head = Object.fromEntries(HEAD.map(name => [name, event[name]]));
    return withData(text, others);
  }

  // Some engines tell the usage with the last token, where it was hidden
  #owed(): Buffer[] {
    const isOwed =
      this.hidden === 'allButLast' &&
      this.#usage.isTold &&
      !this.#isUsageSent &&
      !this.hasFailed;
    this.#isUsageSent ||= isOwed;
    const { usage } = this.#usage;
    const data = JSON.stringify({ ...this.#head, choices: [], usage });
    return isOwed ? [Buffer.from(`data: ${data}\n\n`)] : [];
  }
}

// The others need not be parsed once the engine tells usage
function mayTell(piece: Buffer): boolean {
  return ['"usage"', '"error"', '[DONE]'].some(sign => piece.includes(sign));
}

/** In OpenAI's forms, Anthropic's, and in that of older engines. */
function tellsFailure(event: Record<string, any>): boolean {
  return (
    Boolean(event.error ?? event.response?.error) ||
    event.object === 'error' ||
    event.type === 'error'
  );
}

function sizeOf(pieces: Buffer[]): number {
  return pieces.reduce((size, { length }) => size + length, 0);
}

function join(pieces: Buffer[]): Buffer | undefined {
  const passed = pieces.filter(({ length }) => length > 0);
  return passed.length > 1 ? Buffer.concat(passed) : passed[0];
}
