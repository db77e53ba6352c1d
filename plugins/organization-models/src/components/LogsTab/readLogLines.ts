import { readTexts } from '../../api/readChunks';
import type { LogLine } from './LogLines';

/** The lines of a streamed log, as many at a time as have come. */
export async function* readLogLines(
  response: Response,
): AsyncGenerator<LogLine[]> {
  let rest = '';
  for await (const text of readTexts(response)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter(Boolean).map(line => JSON.parse(line));
  }
  if (rest) {
    yield [JSON.parse(rest)];
  }
}
