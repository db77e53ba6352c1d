import { setTimeout as delay } from 'node:timers/promises';
import { LoggedProcess } from '../processes/startLoggedProcess';
import { answers, describeLog } from './waitUntilReady';

/** A part of the portal whose failing the user should hear about. */
export interface WatchedPart {
  name: string;
  /** Answers with success while the part is well. */
  isWell(): Promise<boolean>;
  /** The end of the sentence that tells it has failed, beginning after "answers". */
  describe(): string;
}

/** A process which serves the URL. */
export function watchedProcess(
  process: LoggedProcess,
  url: string,
): WatchedPart {
  return {
    name: process.name,
    isWell: () => answers(url),
    describe: () => describeLog(process),
  };
}

/**
 * Looks at every part every few seconds and tells once when one stops answering, and once when it is back (a
 * backend that restarts after an edit is given time).
 */
export async function watchHealth(
  parts: WatchedPart[],
  options: { signal: AbortSignal; tell: (sentence: string) => void },
): Promise<void> {
  await Promise.all(parts.map(part => watchPart(part, options)));
}

async function watchPart(
  part: WatchedPart,
  options: { signal: AbortSignal; tell: (sentence: string) => void },
): Promise<void> {
  const { signal, tell } = options;
  const patience = 4;
  let failures = 0;
  while (!signal.aborted) {
    const wasDown = failures >= patience;
    failures = (await part.isWell()) ? 0 : failures + 1;
    if (signal.aborted) {
      return;
    }
    if (failures === patience) {
      tell(`The ${part.name} no longer answers${part.describe()}`);
    } else if (wasDown && failures === 0) {
      tell(`The ${part.name} answers again.`);
    }
    await delay(3_000, undefined, { signal }).catch(() => undefined);
  }
}
