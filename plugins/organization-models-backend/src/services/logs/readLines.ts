import { LineSplitter } from '../../domain/logs/LineSplitter';
import type { LogLine, LogPlace } from '../../domain/logs/LogLine';
import type { ResumePoint } from '../../domain/logs/ResumePoint';
import { toLogLine } from '../../domain/logs/toLogLine';

/** The lines of one container which were not passed on yet. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { pod, container }: LogPlace,
  point: ResumePoint,
): AsyncGenerator<LogLine> {
  const splitter = new LineSplitter();
  point.reopen();
  for await (const chunk of chunks) {
    yield* fresh(splitter.push(chunk));
  }
  yield* fresh(splitter.end());

  function* fresh(lines: ReturnType<LineSplitter['push']>) {
    for (const raw of lines) {
      const line = toLogLine(raw, { pod, container }, { before: point.since });
      if (line.marker || point.isNew(line)) {
        yield line;
      }
    }
  }
}
