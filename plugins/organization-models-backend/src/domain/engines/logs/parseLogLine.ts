import type { LogLine } from './EngineLog';

// eslint-disable-next-line no-control-regex -- it is what begins a terminal code
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;
/** As the API server puts it before lines when it is asked for times, and nodes do. */
const TIMESTAMP =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))\s(?:std(?:out|err) [FP]\s)?/;
/** Ray counts lines that several workers say alike. */
const REPEATED = / \[repeated \d+x across cluster\][^\n]*$/;
/** `(EngineCore_0 pid=42) `, `[rank0]: `, `[2026-01-02 03:04:05 TP0] `. */
const PROCESS =
  /^(?:\(([A-Za-z][\w:-]*)[^)]*\)|\[(rank\d+)\]:|\[[\d-]+ [\d:.,]+(?: ([A-Z][\w ]*))?\](?= [^A-Z]| [A-Z][a-z]))\s?/;
/** Once more, of a process inside of another: `(APIServer pid=1) (Worker pid=2) `. */
const INNER = /^\(([A-Za-z][\w:-]*) [^)]*pid=[^)]*\)\s?/;
/** `ERROR 11-23 13:26:45 [core.py:1510] `, `ERROR:    `, `[2026-01-01 …] `. */
const LEVEL =
  /^(?:\[[\d-]+ [\d:.,]+[^\]]*\]\s*)?(DEBUG|INFO|WARNING|ERROR|CRITICAL)(?::\s*|\s+(?:[\d-]+ [\d:.,]+\s+)?)(?:\[?[\w./]+\.(?:py|go|cpp):\d+\]\s?|\[[\w.]+\]\s?)?/;

/** Takes a line of a Python engine's log apart. */
export function parseLogLine(line: string, at?: number): LogLine {
  const raw = line
    .replace(ANSI, '')
    .replace(/\r$/, '')
    .replace(REPEATED, '')
    .trimEnd();
  const time = TIMESTAMP.exec(raw);
  const message = time ? raw.slice(time[0].length) : raw;
  return {
    raw: message,
    ...withoutPrefixes(message),
    at: at ?? (time ? Date.parse(time[1]) / 1000 : undefined),
  };
}

// what the innermost process says counts, though others pass it on
function withoutPrefixes(
  message: string,
): Pick<LogLine, 'text' | 'process' | 'speaker' | 'level'> {
  const outer = PROCESS.exec(message);
  let process = outer?.[1] ?? outer?.[2] ?? outer?.[3];
  let speaker = process && outer?.[0].trim();
  let text = message.slice(outer?.[0].length ?? 0);
  let level: string | undefined;
  for (;;) {
    const found = LEVEL.exec(text);
    text = text.slice(found?.[0].length ?? 0);
    level = found?.[1] ?? level;
    const inner = INNER.exec(text);
    if (!inner) {
      return { text, process, speaker, level };
    }
    process = inner[1];
    speaker = inner[0].trim();
    text = text.slice(inner[0].length);
  }
}

/** How far inside of the engine a line was written: 0 the server … 2 a worker. */
export function depthOf({ process = '' }: LogLine): number {
  if (/worker|^rank\d|^tp\d/i.test(process)) {
    return 2;
  }
  return /^engine|^scheduler/i.test(process) ? 1 : 0;
}
