import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Between two lines of a played log, in milliseconds. */
const LINE_INTERVAL = 50;

/**
 * Writes lines in the form of the container runtime interface, the only one that a kubelet (and KWOK) reads:
 * `<RFC 3339 with nanoseconds> stderr F <line>`. The last line is stamped with `end`.
 */
export async function writeCriLog(
  file: string,
  lines: readonly string[],
  { end }: { end: Date },
): Promise<void> {
  const first = end.getTime() - lines.length * LINE_INTERVAL;
  const text = lines.map((line, index) => {
    const time = new Date(first + (index + 1) * LINE_INTERVAL);
    return `${time.toISOString().replace('Z', '000000Z')} stderr F ${line}\n`;
  });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text.join(''));
}
