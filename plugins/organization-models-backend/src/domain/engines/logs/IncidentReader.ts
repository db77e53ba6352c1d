import type { Incident, LogDialect, LogLine, LogReading } from './EngineLog';
import {
  ABRUPT,
  CHAIN,
  EXCEPTION,
  IGNORED,
  INTERRUPTED,
  MERE_NOTICE,
  RETRY,
  SELF_MADE,
  TRACEBACK,
} from './incidentWords';
import { depthOf } from './parseLogLine';

/** Of one message, in lines. */
const LONGEST_MESSAGE = 12;
const MOST_CONTEXT = 6;

type Stream = {
  mode: 'idle' | 'frames' | 'message' | 'chained' | 'ignored';
  incident?: Incident;
  rest: number;
  depth?: number;
  /** What stands before the words of the last line that was added. */
  prefix?: string;
  /** The innermost frame of the traceback that is being read; its source is the last that is not Python's own. */
  frame?: { source?: string; code?: LogLine };
};

const FRAME = /^\s+File "([^"]+)", line \d+/;
/** Python's own, which raises what others hand to it. */
const LIBRARY = /\/python3\.\d+\/(?!(?:site|dist)-packages\/)/;
/** An exception that does not say of what: it stands in its frame. */
const BARE =
  /^(?:[a-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception)(?::?$|: (?:invalid literal for|could not convert string to))/;

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
  /** How many milestones there were when it was said. */
  #contextAfter = 0;
  /** Of a process that names itself in the first line of a traceback alone. */
  #unnamed?: Stream;

  constructor(private readonly dialect: LogDialect) {}

  read(line: LogLine, reading: LogReading) {
    const isError = line.level === 'ERROR' || line.level === 'CRITICAL';
    const key = `${line.process ?? ''} ${isError ? 'ERROR' : 'plain'}`;
    const stream = this.#streamOf(key, line);
    if (line.level && !isError) {
      // a line of a logger ends whatever was printed before it
      this.#streams.delete(`${line.process ?? ''} plain`);
      this.#streams.delete(' plain');
      return;
    }
    this.#step(stream, line, { reading, isError });
  }

  /** A process got further: whatever it complained of before was no end. */
  survive(speaker: string | undefined) {
    for (const incident of this.incidents) {
      if (speaker !== undefined && incident.speaker === speaker) {
        incident.isSurvived = true;
      }
    }
  }

  #streamOf(key: string, line: LogLine): Stream {
    if (isUnnamed(line) && this.#unnamed && this.#unnamed.mode !== 'idle') {
      return this.#unnamed;
    }
    const stream = this.#streams.get(key) ?? { mode: 'idle', rest: 0 };
    this.#streams.set(key, stream);
    const isNamed = line.process !== undefined && line.level === undefined;
    if (isNamed && TRACEBACK.test(line.text)) {
      this.#unnamed = stream;
    } else if (isUnnamed(line) || line.level === undefined) {
      this.#unnamed = undefined;
    }
    return stream;
  }

  #step(
    stream: Stream,
    line: LogLine,
    { reading, isError }: { reading: LogReading; isError: boolean },
  ) {
    const { text } = line;
    if (IGNORED.test(text)) {
      stream.mode = 'ignored';
    } else if (stream.mode === 'ignored') {
      // its traceback ends in a line that is not indented
      const goesOn = TRACEBACK.test(text) || /^\s|^$/.test(text);
      stream.mode = goesOn ? 'ignored' : 'idle';
    } else if (TRACEBACK.test(text)) {
      this.#withoutAnnouncement(stream, line);
      stream.incident = stream.mode === 'chained' ? stream.incident : undefined;
      stream.mode = 'frames';
      stream.frame = undefined;
      stream.depth = depthOf(line);
    } else if (CHAIN.test(text)) {
      stream.mode = 'chained';
    } else if (stream.mode === 'frames') {
      this.#frame(stream, line, reading);
    } else if (stream.mode === 'chained' && (EXCEPTION.test(text) || !text)) {
      this.#add(stream, line, reading);
    } else if (isSameMessage(stream, line)) {
      this.#continue(stream, line);
    } else if (this.#begins(line, isError)) {
      stream.incident = undefined;
      this.#add(stream, line, reading);
      stream.mode = 'message';
    } else if (stream.mode === 'message') {
      this.#continue(stream, line);
    } else if (RETRY.test(text)) {
      this.#remember(line, reading);
    }
  }

  // the line before a traceback of the same record only says that it comes
  #withoutAnnouncement({ mode, incident, prefix }: Stream, line: LogLine) {
    const isSame = line.level !== undefined && prefix === prefixOf(line);
    if (mode === 'message' && isSame && incident?.isOnlyLogged) {
      this.incidents.splice(this.incidents.indexOf(incident), 1);
    }
  }

  // what was tried again and led on is over
  #remember({ raw }: LogLine, { milestones }: LogReading) {
    const before = this.#contextOf(milestones.length);
    this.#context = [...before, raw].slice(-MOST_CONTEXT);
    this.#contextAfter = milestones.length;
  }

  #contextOf(milestones: number): string[] {
    return this.#contextAfter === milestones ? this.#context : [];
  }

  #frame(stream: Stream, line: LogLine, reading: LogReading) {
    // where it stands in the source, not what it is
    if (/^\s|^$/.test(line.text)) {
      stream.frame = frameOf(line, stream.frame);
      return;
    }
    stream.mode = this.dialect.harmless.test(line.text) ? 'idle' : 'message';
    if (stream.mode === 'message') {
      const { code } = stream.frame ?? {};
      this.#add(stream, line, reading);
      if (code && BARE.test(line.text)) {
        this.#add(stream, code, reading);
      }
    }
  }

  #begins({ text }: LogLine, isError: boolean): boolean {
    if (this.dialect.harmless.test(text) || MERE_NOTICE.test(text)) {
      return false;
    }
    return raises(text) || (isError && /^\S/.test(text));
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
    this.interrupted ||=
      INTERRUPTED.test(text) &&
      !reading.served &&
      !this.incidents.some(incident => SELF_MADE.test(incident.text));
    if (!text.trim()) {
      return;
    }
    stream.rest = LONGEST_MESSAGE;
    stream.prefix = prefixOf(line);
    if (stream.incident) {
      stream.incident.lines.push(raw);
      stream.incident.text += `\n${text}`;
      stream.incident.isOnlyLogged &&= !raises(text);
      return;
    }
    stream.incident = {
      depth: Math.max(depthOf(line), stream.depth ?? 0),
      speaker: line.speaker,
      source: stream.frame?.source,
      lines: [raw],
      text,
      context: this.#contextOf(reading.milestones.length),
      phase: reading.phase,
      after: reading.milestones.length,
      isOnlyLogged: stream.mode === 'idle' && !raises(text),
      served: reading.served,
      at: line.at,
    };
    this.incidents.push(stream.incident);
  }
}

// a logger puts the same before every line of a message; exceptions stand for
// themselves
function isSameMessage(stream: Stream, line: LogLine): boolean {
  return (
    stream.mode === 'message' &&
    line.level !== undefined &&
    stream.prefix === prefixOf(line) &&
    !raises(line.text)
  );
}

function raises(text: string): boolean {
  return EXCEPTION.test(text) || ABRUPT.test(text);
}

function prefixOf({ raw, text }: LogLine): string {
  return raw.slice(0, raw.length - text.length);
}

function isUnnamed({ process, level, text }: LogLine): boolean {
  return process === undefined && level === undefined && !TRACEBACK.test(text);
}

function frameOf(line: LogLine, before: Stream['frame']): Stream['frame'] {
  const source = FRAME.exec(line.text)?.[1];
  if (source) {
    return { source: LIBRARY.test(source) ? before?.source : source };
  }
  const isCode = before && !before.code && /[^\s~^]/.test(line.text);
  return isCode ? { ...before, code: line } : before;
}
