import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DevError } from '../DevError';
import { LoggedProcess } from '../processes/startLoggedProcess';

const timeoutMs = 180_000;

/** What a log says when its process cannot start, although the process itself may linger. */
const fatal =
  /Backend startup failed|Failed to compile|Module not found|EADDRINUSE|Error: /;

/**
 * Waits until the URL answers with success. Throws a DevError with the log's own words when the process behind it
 * ends, says that it failed, or takes longer than three minutes.
 */
export async function waitUntilReady(
  url: string,
  options: { process: LoggedProcess; signal: AbortSignal },
): Promise<void> {
  const { process, signal } = options;
  const deadline = Date.now() + timeoutMs;
  let ending: string | undefined;
  process.ended.then(({ reason }) => (ending = reason));
  while (!(await answers(url))) {
    signal.throwIfAborted();
    if (ending) {
      throw new DevError(
        `The ${process.name} ended ${ending} while starting${describeLog(process)}`,
      );
    }
    if (Date.now() > deadline) {
      throw new DevError(
        `The ${process.name} did not answer at ${url} within ${timeoutMs / 1000} s${describeLog(process)}`,
      );
    }
    await delay(200, undefined, { signal });
  }
}

/** Whether the URL answers with success within two seconds. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not there yet: the caller asks again
  }
}

/** The end of a sentence about a process: its last error and where to read on. */
export function describeLog({ logFile }: LoggedProcess): string {
  const lines = readFileSync(logFile, 'utf8')
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n');
  const line = lines.findLast(text => fatal.test(text));
  return `${line ? `: ${line.trim()}` : ''}. Its log is ${logFile}.`;
}
