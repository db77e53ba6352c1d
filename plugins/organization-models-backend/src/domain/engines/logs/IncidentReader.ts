import type { Incident, LogDialect, LogLine, LogReading } from './EngineLog';
import { depthOf } from './parseLogLine';

/** `package.SomeError: text`, the line in which a traceback ends. */
const EXCEPTION =
  /^(?:[a-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Unsupported|Failure)(?::|$)/;
const TRACEBACK = /^(?:.*: )?Traceback \(most recent call last\)/;
const CHAIN =
  /^(?:The above exception was the direct cause|During handling of the above exception)/;
/** Lines by which processes end that print no traceback. */
const ABRUPT =
  /: error: |exec format error|command not found|: not found$|No module named |can't open file|error while loading shared libraries|^terminate called|^\s*what\(\):|^Fatal Python error|Segmentation fault|Bus error|^Illegal instruction|panicked at |NCCL WARN .*(?:fail|error)|Watchdog caught|NVRM: Xid|^Killed$/;
const INTERRUPTED =
  /^(?:KeyboardInterrupt|asyncio\.exceptions\.CancelledError)/;
const RETRY =
  /thrown while requesting|^Retrying in|Retrying \(|Connection broken|WARN/;
/** Of one message, in lines. */
const LONGEST_MESSAGE = 12;
const MOST_CONTEXT = 6;

type Stream = {
  mode: 'idle' | 'frames' | 'message' | 'chained';
  incident?: Incident;
  rest: number;
};

/**
 * Finds what went wrong in a log, line by line. Every process writes a stream
 * of its own, and whatever is chained in one ("direct cause of") is one thing.
 */
export class IncidentReader {
  readonly incidents: Incident[] = [];
  /** Somebody ended the engine on its way. */
  interrupted = false;
  readonly #streams = new Map<string, Stream>();
  #context: string[] = [];

  constructor(private readonly dialect: LogDialect) {}

  read(line: LogLine, reading: LogReading) {
    const isError = line.level === 'ERROR' || line.level === 'CRITICAL';
    const key = `${line.process ?? ''} ${isError ? 'ERROR' : 'plain'}`;
    const stream = this.#streams.get(key) ?? { mode: 'idle', rest: 0 };
    this.#streams.set(key, stream);
    if (line.level && !isError) {
      // a line of a logger ends whatever was printed before it
      this.#streams.delete(`${line.process ?? ''} plain`);
      this.#streams.delete(' plain');
      return;
    }
    this.#step(stream, line, { reading, isError });
  }

  #step(
    stream: Stream,
    line: LogLine,
    { reading, isError }: { reading: LogReading; isError: boolean },
  ) {
    const { text } = line;
    if (TRACEBACK.test(text)) {
      stream.incident = stream.mode === 'chained' ? stream.incident : undefined;
      stream.mode = 'frames';
    } else if (CHAIN.test(text)) {
      stream.mode = 'chained';
    } else if (stream.mode === 'frames') {
      this.#frame(stream, line, reading);
    } else if (stream.mode === 'chained' && (EXCEPTION.test(text) || !text)) {
      this.#add(stream, line, reading);
    } else if (this.#begins(line, isError)) {
      stream.incident = undefined;
      this.#add(stream, line, reading);
      stream.mode = 'message';
    } else if (stream.mode === 'message') {
      this.#continue(stream, line);
    } else if (RETRY.test(text)) {
      this.#context = [...this.#context, line.raw].slice(-MOST_CONTEXT);
    }
  }

  #frame(stream: Stream, line: LogLine, reading: LogReading) {
    // where it stands in the source, not what it is
    if (/^\s|^$/.test(line.text)) {
      return;
    }
    stream.mode = this.dialect.harmless.test(line.text) ? 'idle' : 'message';
    if (stream.mode === 'message') {
      this.#add(stream, line, reading);
    }
  }

  #begins({ text }: LogLine, isError: boolean): boolean {
    if (this.dialect.harmless.test(text)) {
      return false;
    }
    return (
      EXCEPTION.test(text) || ABRUPT.test(text) || (isError && /^\S/.test(text))
    );
  }

  #continue(stream: Stream, { raw, text }: LogLine) {
    if (stream.rest-- <= 0 || !stream.incident) {
      stream.mode = 'idle';
    } else if (text.trim()) {
      stream.incident.lines.push(raw);
      stream.incident.text += `\n${text}`;
    }
  }

  #add(stream: Stream, line: LogLine, reading: LogReading) {
    const { raw, text } = line;
    this.interrupted ||= INTERRUPTED.test(text);
    if (!text.trim()) {
      return;
    }
    stream.rest = LONGEST_MESSAGE;
    if (stream.incident) {
      stream.incident.lines.push(raw);
      stream.incident.text += `\n${text}`;
      return;
    }
    stream.incident = {
      depth: depthOf(line),
      lines: [raw],
      text,
      context: this.#context,
      phase: reading.phase,
      served: reading.served,
      at: line.at,
    };
    this.incidents.push(stream.incident);
  }
}
