import type { Incident, LogDialect, LogLine, LogReading } from './EngineLog';
import { IncidentReader } from './IncidentReader';
import { expandRecord } from './expandRecord';
import { isComplaint } from './isComplaint';
import { parseLogLine } from './parseLogLine';

/** A pause as long as this is no work that an engine does, in seconds. */
const SILENCE_SECONDS = 120;
/** But large models load from slow disks and compile for minutes without a word. */
const WORKING_SECONDS = 900;
const WORKING = [
  'load',
  'downloaded',
  'weights',
  'compile',
  'compiled',
  'cache',
];

/**
 * Reads an engine's log forwards from its last start: the cause of a failure
 * stands far before the end, and its last lines only say that there was one.
 *
 * @remarks What happened before the engine served was mended by itself; what a
 * request ran into while it served, and what is said on the way out, is no
 * failure of the engine.
 */
export function readEngineLog(
  lines: (string | { line: string; at?: number })[],
  dialect: LogDialect,
): LogReading {
  const parsed = sinceLastStart(
    lines.map(toLine).flatMap(expandRecord),
    dialect,
  );
  const reader = new IncidentReader(dialect);
  const reading: LogReading = {
    milestones: [],
    served: false,
    ended: false,
    incidents: [],
    overcome: [],
    complaints: parsed.filter(isComplaint),
  };
  const pauses: NonNullable<LogReading['silence']>[] = [];
  let before: LogLine | undefined;
  let died = false;
  for (const line of parsed) {
    const seconds = (line.at ?? 0) - (before?.at ?? line.at ?? 0);
    if (before && seconds >= patienceFor(reading) && !isOver(reading)) {
      pauses.push({ seconds, phase: reading.phase, line: before.raw });
    }
    const isFurther = follow(line, reading, dialect);
    if (isFurther) {
      reader.survive(line.speaker);
    }
    died ||= reading.served && !reading.ended && dialect.fatal.test(line.text);
    if (!reading.ended) {
      reader.read(line, reading);
    }
    before = line.text ? line : before;
  }
  const interrupted = reader.interrupted;
  const isOvercome = ({ served, isOnlyLogged, isSurvived, after }: Incident) =>
    !served &&
    (reading.served ||
      isSurvived ||
      (isOnlyLogged && after < reading.milestones.length));
  return {
    ...reading,
    ended: reading.ended || interrupted,
    incidents: interrupted
      ? []
      : reader.incidents.filter(incident =>
          incident.served
            ? died && endsServing(incident, dialect)
            : !isOvercome(incident),
        ),
    overcome: reader.incidents.filter(isOvercome),
    silence: reading.ended || interrupted ? longest(pauses) : undefined,
  };
}

function patienceFor({ phase = '' }: LogReading): number {
  return WORKING.includes(phase) ? WORKING_SECONDS : SILENCE_SECONDS;
}

function isOver({ served, ended }: LogReading): boolean {
  return served || ended;
}

function toLine(line: string | { line: string; at?: number }): LogLine {
  return typeof line === 'string'
    ? parseLogLine(line)
    : parseLogLine(line.line, line.at);
}

function sinceLastStart(lines: LogLine[], { start }: LogDialect): LogLine[] {
  const begin = lines.findLastIndex(({ text }) => start.test(text));
  return begin < 0 ? lines : lines.slice(begin);
}

// whether the line is one by which the engine says how far it is
function follow(
  line: LogLine,
  reading: LogReading,
  dialect: LogDialect,
): boolean {
  const { text, at, raw } = line;
  if (dialect.ending.test(text)) {
    reading.ended = true;
  }
  const found = dialect.phases.find(({ pattern }) => pattern.test(text));
  if (found && !reading.milestones.some(({ phase }) => phase === found.phase)) {
    reading.phase = found.phase;
    reading.milestones.push({ phase: found.phase, at, line: raw });
  }
  reading.served ||= dialect.served.test(text);
  return found !== undefined;
}

function endsServing({ served, depth, text }: Incident, { fatal }: LogDialect) {
  return served && (depth > 0 || fatal.test(text));
}

function longest(pauses: NonNullable<LogReading['silence']>[]) {
  return pauses.reduce<LogReading['silence']>(
    (most, pause) => (pause.seconds > (most?.seconds ?? 0) ? pause : most),
    undefined,
  );
}
