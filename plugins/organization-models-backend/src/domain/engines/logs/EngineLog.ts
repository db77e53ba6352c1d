/** How an engine's log is read; the machine is the same for all of them. */
export type LogDialect = {
  /** The first line of a start: what stands before it belongs to an earlier one. */
  start: RegExp;
  /** Lines by which the engine says how far it is, in their order. */
  phases: { phase: string; pattern: RegExp }[];
  /** It serves: whatever looked like trouble before was none. */
  served: RegExp;
  /** Somebody asked it to end: what follows is its ending. */
  ending: RegExp;
  /** It died while it served; any other error then was a request's. */
  fatal: RegExp;
  /** Lines that look like errors and are none, or only announce one. */
  harmless: RegExp;
  /**
   * What stands before the words of a request or an answer in a line, where the
   * engine was told to log them; the rest of such a line is nobody's to keep.
   */
  beforeWords: RegExp;
};

/** One line, taken apart. */
export type LogLine = {
  raw: string;
  /** Without time, process, level and place in the source. */
  text: string;
  /** As it calls itself, for instance `EngineCore`. */
  process?: string;
  /** The same with its number: several may have one name. */
  speaker?: string;
  level?: string;
  /** Seconds, from wherever the log counts. */
  at?: number;
};

/** One thing that went wrong, with all that was said about it. */
export type Incident = {
  /** How far inside: 0 the server, 1 the engine, 2 a worker. */
  depth: number;
  /** Which process, where it names itself. */
  speaker?: string;
  /** It went on all the same, and got further. */
  isSurvived?: true;
  /** The lines that say so, the cause first, as they stand in the log. */
  lines: string[];
  /** The same without prefixes, and what led to it: for patterns. */
  text: string;
  /** What stood before it and may be the reason, for instance retries. */
  context: string[];
  /** The source file that raised it, as its traceback names it. */
  source?: string;
  phase?: string;
  /** How many milestones there were before it. */
  after: number;
  /** Only a line of a logger says so: nothing was raised, nothing ended. */
  isOnlyLogged: boolean;
  served: boolean;
  /** Seconds; see {@link LogLine}. */
  at?: number;
};

/** What a log tells, from its last start on. */
export type LogReading = {
  /** The furthest one that it reached. */
  phase?: string;
  milestones: { phase: string; at?: number; line: string }[];
  served: boolean;
  /** Somebody asked it to end. */
  ended: boolean;
  incidents: Incident[];
  /** What went wrong before it served, or got further, all the same. */
  overcome: Incident[];
  /** Lines that may say why it ended, where nothing else does. */
  complaints: LogLine[];
  /** Longest pause before somebody ended it, where it never served. */
  silence?: { seconds: number; phase?: string; line: string };
};
