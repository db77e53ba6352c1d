import type { LogLine } from '../../domain/logs/LogLine';
import type { ResumePoint } from '../../domain/logs/ResumePoint';
import type { ContainerLogs, ContainerPlace } from './ContainerLogs';
import { readLines } from './readLines';

/** Between two tries to read on, in milliseconds. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

export type FollowedContainer = {
  place: ContainerPlace;
  /** How far it was read. */
  point: ResumePoint;
  /** How often it had been started again by then. */
  restarts: number;
  /** Of what was written before, while nothing was read: so many lines. */
  tailLines?: number;
  /** Aborts when what is read now has an end that was not told. */
  stale?(): AbortSignal;
};

export type FollowOptions = {
  logs: ContainerLogs;
  signal: AbortSignal;
  /** Resolves early, and without an error, when the signal aborts. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
};

/**
 * What one container writes, over restarts and broken connections, until its
 * pod is gone. A cluster that does not answer is asked again.
 */
export async function* followContainer(
  { place, point, tailLines, stale, ...known }: FollowedContainer,
  { logs, signal, pause }: FollowOptions,
): AsyncGenerator<LogLine> {
  let { restarts } = known;
  let failures = 0;
  while (!signal.aborted) {
    const over = new AbortController();
    const reasons = [signal, over.signal, ...(stale ? [stale()] : [])];
    const reading = AbortSignal.any(reasons);
    try {
      // Side by side: the first line waits for both
      const [counted, log] = await Promise.all([
        logs.countRestarts(place, signal),
        logs.open(
          place,
          {
            follow: true,
            ...(point.since ? { since: point.since } : { tailLines }),
          },
          reading,
        ),
      ]);
      if (counted === undefined) {
        return;
      }
      if (counted > restarts) {
        restarts = counted;
        yield markRestart(place, { restarts, time: point.since });
      }
      if (log.outcome === 'opened') {
        failures = 0;
        yield* readLines(log.chunks, place, point);
      }
    } catch (error) {
      // Whatever broke: the lines are there still, and so is the reader
      if (signal.aborted) {
        return;
      }
      failures += reading.aborted ? 0 : 1;
    } finally {
      over.abort();
    }
    await pause(Math.min(PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), signal);
  }
}

function markRestart(
  { pod, container }: ContainerPlace,
  { restarts, time }: { restarts: number; time: string },
): LogLine {
  const line = `The container was started again (restart ${restarts})`;
  return { time, pod, container, line, marker: 'restarted' };
}
