import { cleanText } from './cleanText';
import { LONGEST_LINE } from './LineSplitter';
import type { LogLine, LogPlace, RawLine } from './LogLine';
import { toInstant } from './toInstant';

const STAMP =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;

/** What a kubelet sends, with status 200, where the file is gone. */
const COLLECTED = /^unable to retrieve container logs for /;

/**
 * Reads a line as a kubelet sends it with timestamps: invalid UTF-8 replaced,
 * without terminal codes, secrets masked, cut where it is too long.
 *
 * @param options - `before`: the time of the line before, for one without
 */
export function toLogLine(
  { bytes, omitted }: RawLine,
  place: LogPlace,
  { before }: { before: string },
): LogLine {
  const text = new TextDecoder().decode(bytes);
  const stamp = STAMP.exec(text);
  const time = (stamp && toInstant(stamp[1])) ?? before;
  if (!stamp && COLLECTED.test(text)) {
    return { time, ...place, line: COLLECTED_WORDS, marker: 'collected' };
  }
  const line = cleanText(stamp ? text.slice(stamp[0].length) : text);
  return { time, ...place, line: cut(line, omitted) };
}

const COLLECTED_WORDS =
  'The kubelet has removed this log from the node already';

function cut(line: string, omitted: number): string {
  const bytes = Buffer.byteLength(line);
  if (bytes <= LONGEST_LINE && omitted === 0) {
    return line;
  }
  const shown = new TextDecoder().decode(
    Buffer.from(line).subarray(0, LONGEST_LINE),
  );
  const missing = omitted + Math.max(0, bytes - LONGEST_LINE);
  return `${shown.replace(/\ufffd$/, '')} … [${missing} bytes cut off]`;
}
