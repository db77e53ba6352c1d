import { stripVTControlCharacters } from 'node:util';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DevError } from '../DevError';
import { LoggedProcess } from '../processes/startLoggedProcess';
import { watchEnding } from './watchEnding';

const timeoutMs = 180_000;

/** The lines of a log that tell why its process failed. */
const telling =
  /^\s*(?:\w*Error\b|.*(?:Error: |Error \[|startup failed|Module not found))/;

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
  const findEnding = watchEnding(process);
  while (!(await answers(url))) {
    signal.throwIfAborted();
    const ending = findEnding();
    if (ending) {
      throw new DevError(
        `The ${process.name} ended ${ending} while starting${describeLog(
          process,
        )}`,
      );
    }
    if (Date.now() > deadline) {
      throw new DevError(
        `The ${process.name} did not answer at ${url} within ${
          timeoutMs / 1000
        } s${describeLog(process)}`,
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

/** Whether both the web app and the API answer. */
export async function portalAnswers(portal: {
  portalUrl: string;
  apiUrl: string;
}): Promise<boolean> {
  const both = await Promise.all([
    answers(portal.portalUrl),
    answers(`${portal.apiUrl}/.backstage/health/v1/readiness`),
  ]);
  return both.every(Boolean);
}

/** The end of a sentence about a process: its last error and where to read on. */
export function describeLog({ logFile }: LoggedProcess): string {
  const log = stripVTControlCharacters(readFileSync(logFile, 'utf8'));
  const lines = log.split('\n');
  const line = lines.findLast(text => telling.test(text));
  return `${line ? `: ${line.trim()}` : ''}. Its log is ${logFile}.`;
}
