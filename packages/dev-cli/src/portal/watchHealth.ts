import { setTimeout as delay } from 'node:timers/promises';
import { LoggedProcess } from '../processes/startLoggedProcess';
import { answers, describeLog } from './waitUntilReady';
import { watchEnding } from './watchEnding';

/** A part of the portal whose failing the user should hear about. */
export interface WatchedPart {
  name: string;
  /** Answers with success while the part is well. */
  isWell(): Promise<boolean>;
  /** The end of the sentence that tells it has failed, beginning after "answers". */
  describe(): string;
  /** Whether it is gone for good, unless somebody starts it again. */
  hasEnded?(): boolean;
  startAgain?(): Promise<void>;
}

/** A process which serves the URL, and how to start it again when it was killed. */
export function watchedProcess(
  process: LoggedProcess,
  url: string,
  start: () => LoggedProcess,
): WatchedPart {
  let current = process;
  let findEnding = watchEnding(current);
  return {
    name: process.name,
    isWell: () => answers(url),
    describe: () => describeLog(current),
    hasEnded: () => findEnding() !== undefined,
    startAgain: async () => {
      // What minds a child may be there still, and keep the port
      await current.stop();
      current = start();
      findEnding = watchEnding(current);
    },
  };
}

/** How often one that does not come up is started again: its code may be broken. */
const mostStarts = 3;

type WatchOptions = {
  signal: AbortSignal;
  tell: (sentence: string) => void;
  /** Between two looks. */
  pause?: (signal: AbortSignal) => Promise<void>;
};

/**
 * Looks at every part every few seconds and tells once when one stops answering, and once when it is back (a
 * backend that restarts after an edit is given time). One that has ended is started again.
 */
export async function watchHealth(
  parts: WatchedPart[],
  options: WatchOptions,
): Promise<void> {
  await Promise.all(parts.map(part => watchPart(part, options)));
}

async function watchPart(
  part: WatchedPart,
  options: WatchOptions,
): Promise<void> {
  const { signal, tell, pause = pauseBriefly } = options;
  const patience = 4;
  let failures = 0;
  let starts = 0;
  while (!signal.aborted) {
    const wasDown = failures >= patience;
    failures = (await part.isWell()) ? 0 : failures + 1;
    const isGone = part.hasEnded?.() ?? false;
    if (signal.aborted) {
      return;
    }
    starts = failures === 0 ? 0 : starts;
    if (isGone && failures > 1 && starts < mostStarts) {
      starts++;
      tell(`The ${part.name} has ended, and is started again.`);
      await part.startAgain?.();
    }
    if (failures === patience) {
      tell(`The ${part.name} no longer answers${part.describe()}`);
    } else if (wasDown && failures === 0) {
      tell(`The ${part.name} answers again.`);
    }
    await pause(signal);
  }
}

async function pauseBriefly(signal: AbortSignal): Promise<void> {
  await delay(3_000, undefined, { signal }).catch(() => undefined);
}
