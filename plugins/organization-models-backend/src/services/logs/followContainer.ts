import type { LogLine, LogMarker } from '../../domain/logs/LogLine';
import type { ResumePoint } from '../../domain/logs/ResumePoint';
import {
  type ContainerLogs,
  type ContainerPlace,
  REFUSED,
} from './ContainerLogs';
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
 * pod is gone. A cluster that does not answer is asked again, and so is one that
 * does not let the portal read, which the reader is told.
 */
export async function* followContainer(
  { place, point, tailLines, stale, ...known }: FollowedContainer,
  { logs, signal, pause }: FollowOptions,
): AsyncGenerator<LogLine> {
  let { restarts } = known;
  let failures = 0;
  let told: string | undefined;
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
        const line = `The container was started again (restart ${restarts})`;
        yield mark(place, 'restarted', { line, time: point.since });
      }
      if (log.outcome === 'opened') {
        failures = 0;
        told = undefined;
        yield* readLines(log.chunks, place, point);
      }
    } catch (error) {
      // Whatever broke: the lines are there still, and so is the reader
      if (signal.aborted) {
        return;
      }
      failures += reading.aborted ? 0 : 1;
      const refusal = refusalOf(error);
      if (refusal && refusal !== told) {
        told = refusal;
        yield mark(place, 'refused', { line: refusal, time: point.since });
      }
    } finally {
      over.abort();
    }
    await pause(Math.min(PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), signal);
  }
}

// Of what passes by itself nobody needs to know
function refusalOf(error: unknown): string | undefined {
  const { code, message } = error as { code?: string; message: string };
  return code === REFUSED ? message : undefined;
}

function mark(
  { pod, container }: ContainerPlace,
  marker: LogMarker,
  { line, time }: { line: string; time: string },
): LogLine {
  return { time, pod, container, line, marker };
}
