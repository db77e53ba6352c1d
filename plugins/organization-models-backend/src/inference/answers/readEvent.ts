import { parse } from './AnswerMeter';

/** What a server-sent event carries; `undefined` when that is no object. */
export function readEvent(
  text: string,
): Record<string, unknown> | 'done' | undefined {
  const data = linesOf(text).filter(isData).map(valueOf).join('\n');
  if (data.trim() === '[DONE]') {
    return 'done';
  }
  const event = data ? parse(data) : undefined;
  return typeof event === 'object' && event !== null
    ? (event as Record<string, unknown>)
    : undefined;
}

/** The event with other data; its name, id and comments stay. */
export function withData(text: string, data: object): Buffer {
  const lines = linesOf(text);
  const first = lines.findIndex(isData);
  const others = (line: string) => line !== '' && !isData(line);
  return Buffer.from(
    [
      ...lines.slice(0, first).filter(others),
      `data: ${JSON.stringify(data)}`,
      ...lines.slice(first + 1).filter(others),
      '\n',
    ].join('\n'),
  );
}

// Of a text in JSON other signs may be there that end lines elsewhere
function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
}

function isData(line: string): boolean {
  return line.startsWith('data:');
}

function valueOf(line: string): string {
  return line.slice('data:'.length).replace(/^ /, '');
}
