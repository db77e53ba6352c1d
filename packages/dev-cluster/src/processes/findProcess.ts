import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * The id of the running process that a pid file names; undefined when there is none.
 *
 * @remarks
 * A pid file alone proves nothing: after a kill or a reboot the number may be another process's.
 *
 * @param options - `mark` is what only this process has in its command line, such as its data directory
 */
export function findProcess(
  pidFile: string,
  options: { mark: string },
): number | undefined {
  const [pid] = (readText(pidFile) ?? '').split('\n').map(Number);
  if (!pid) return undefined;
  return readCommandLine(pid)?.includes(options.mark) ? pid : undefined;
}

/**
 * Whether a process runs, and not only its remains wait for their parent.
 *
 * @remarks
 * A dying process loses its command line before its sockets: until the last thread is gone they accept connections.
 */
export function isAlive(pid: number): boolean {
  if (process.platform !== 'linux') return Boolean(readCommandLine(pid));
  const state = readText(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '')[0];
  return state !== undefined && (state !== 'Z' || countThreads(pid) > 1);
}

/** Threads of a process on Linux, its first one included even when only that one's remains are left. */
export function countThreads(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0; // it was gone in between
  }
}

/** Sends a signal to a process that may end at the same moment by itself. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Empty for a process of which only the remains are left. */
function readCommandLine(pid: number): string | undefined {
  if (process.platform === 'linux') return readText(`/proc/${pid}/cmdline`);
  try {
    const args = ['-o', 'command=', '-p', String(pid)];
    return execFileSync('ps', args, { encoding: 'utf8' });
  } catch {
    return undefined; // ps fails when there is no such process
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
