import type { CrashLog } from '../../domain/facts/CrashLog';
import { cleanText } from '../../domain/logs/cleanText';
import type { LogLine } from '../../domain/logs/LogLine';
import { toInstant } from '../../domain/logs/toInstant';
import type { LogRequest } from './LogService';

/** What was kept of the last bad end of each container that is asked for. */
export function findKept(
  newestFirst: CrashLog[],
  { pod, container }: Pick<LogRequest, 'pod' | 'container'>,
): CrashLog[] {
  const found = new Map<string, CrashLog>();
  for (const log of newestFirst) {
    const isAsked =
      (pod === undefined || log.pod === pod) &&
      (container === undefined || log.container === container);
    const key = `${log.pod}/${log.container}`;
    if (isAsked && !found.has(key)) {
      found.set(key, log);
    }
  }
  return [...found.values()];
}

/** Kept lines have the time at which their container ended. */
export function* keptLines(log: CrashLog): Generator<LogLine> {
  const { pod, container, endedAt, exitCode, reason } = log;
  const place = { time: toInstant(endedAt) ?? '', pod, container };
  const how = reason ? `${reason}, exit code ${exitCode}` : `${exitCode}`;
  const line = `What was kept when it ended (${how})`;
  yield { ...place, line, marker: 'collected' };
  for (const text of log.lines) {
    yield { ...place, line: cleanText(text) };
  }
}

/** Lines of a kubelet, or what was kept where it has removed them. */
export async function* orKept(
  lines: AsyncGenerator<LogLine>,
  kept: CrashLog | undefined,
): AsyncGenerator<LogLine> {
  for await (const line of lines) {
    if (line.marker === 'collected' && kept) {
      yield* keptLines(kept);
    } else {
      yield line;
    }
  }
}
