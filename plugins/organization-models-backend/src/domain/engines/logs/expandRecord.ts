import type { LogLine } from './EngineLog';

/** What loggers that write JSON call the parts of a record. */
const MESSAGE = ['message', 'msg', 'event'];
const LEVEL = ['levelname', 'level', 'severity'];
const TRACEBACK = ['exc_info', 'exc_text', 'exception', 'stack_trace'];

/** A line that is a record in JSON, as the lines that are written in it. */
export function expandRecord(line: LogLine): LogLine[] {
  const record = withFields(parseRecord(line.text));
  const message = record && textOf(record, MESSAGE);
  if (message === undefined) {
    return [line];
  }
  const level = textOf(record!, LEVEL)?.toUpperCase();
  const traceback = textOf(record!, TRACEBACK);
  return [message, traceback]
    .flatMap(text => text?.trimEnd().split('\n') ?? [])
    .map(text => ({ ...line, raw: text, text, level: level ?? line.level }));
}

// loggers of Rust put what is said one level deeper
function withFields(record: Record<string, unknown> | undefined) {
  const { fields } = record ?? {};
  return typeof fields === 'object' ? { ...fields, ...record } : record;
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{"') || !text.endsWith('}')) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // it only looks like one: a line of the log as any other
    return undefined;
  }
}

function textOf(
  record: Record<string, unknown>,
  names: string[],
): string | undefined {
  const values = names.map(name => record[name]);
  return values.find(value => typeof value === 'string');
}
