import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that writes into a log file until it ends or is stopped. */
export interface LoggedProcess {
  name: string;
  pid: number | undefined;
  /** True for one that leaves the work to a child and stays when that crashes. */
  mindsChild: boolean;
  logFile: string;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<{ reason: string }>;
  /** Ends it and all it started: politely first, by force after ten seconds. */
  stop(): Promise<void>;
}

/**
 * Starts a command in a process group of its own, so that a Ctrl-C in the terminal reaches only us, and stopping it
 * reaches its children too.
 */
export function startLoggedProcess(
  name: string,
  options: {
    command: string;
    args: string[];
    cwd: string;
    logFile: string;
    env?: NodeJS.ProcessEnv;
    mindsChild?: boolean;
  },
): LoggedProcess {
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'w');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<{ reason: string }>(resolve => {
    child.once('error', error => resolve({ reason: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ reason: signal ? `by ${signal}` : `with exit code ${code}` }),
    );
  });
  const stop = async () => {
    if (child.pid !== undefined) {
      await stopGroup(child.pid);
      await ended;
    }
  };
  const { logFile, mindsChild = false } = options;
  return { name, pid: child.pid, mindsChild, logFile, ended, stop };
}

/** The group may outlive its leader, and its number is not given away while it does. */
async function stopGroup(group: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  signalGroup(group, 'SIGTERM');
  while (signalGroup(group, 0) && Date.now() < deadline) {
    await delay(50);
  }
  signalGroup(group, 'SIGKILL');
}

/** @returns whether the group had a member to receive it */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
    return false;
  }
}
