import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ProcessIdentity, identifyProcess, isRunning } from './processIdentity';

const variable = 'ORGANIZATION_MODELS_DEV_RUN';

/**
 * Lets everything that this process starts from now on carry the mark of a directory, children's children and
 * daemons included. That is how a later command finds what a killed one left behind, and nothing else.
 */
export function markProcesses(directory: string): void {
  process.env[variable] = directory;
}

/** The environment of processes which shall outlive the run that starts them. */
export function withoutMark(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { [variable]: _, ...rest } = env;
  return rest;
}

/** The running processes that carry the directory's mark. */
export function findMarkedProcesses(directory: string): number[] {
  const mark = `${variable}=${directory}`;
  const pids =
    process.platform === 'linux' ? listWithProc(mark) : listWithPs(mark);
  return pids.filter(pid => pid !== process.pid);
}

/**
 * Ends every process that carries the directory's mark, waits until they have let go of ports and files, and returns
 * how many there were.
 */
export async function stopMarkedProcesses(
  directory: string,
  options: { graceMs?: number } = {},
): Promise<number> {
  const found = identifyMarked(directory);
  signal(found, 'SIGTERM');
  await waitForEnd(found, { timeoutMs: options.graceMs ?? 5_000 });
  const stubborn = identifyMarked(directory);
  signal(stubborn, 'SIGKILL');
  await waitForEnd([...found, ...stubborn], { timeoutMs: 5_000 });
  return found.length;
}

/** A process that is ending loses its environment, and so its mark, before its ports: hence the identities. */
function identifyMarked(directory: string): ProcessIdentity[] {
  return findMarkedProcesses(directory)
    .map(identifyProcess)
    .filter(identity => identity !== undefined);
}

async function waitForEnd(
  processes: ProcessIdentity[],
  { timeoutMs }: { timeoutMs: number },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (processes.some(isRunning) && Date.now() < deadline) {
    await delay(50);
  }
}

function signal(processes: ProcessIdentity[], name: NodeJS.Signals): void {
  for (const { pid } of processes.filter(isRunning)) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }
}

function listWithProc(mark: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => readEnvironment(pid).includes(mark))
    .map(Number);
}

function readEnvironment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // ended meanwhile, or another user's and so not ours
  }
}

function listWithPs(mark: string): number[] {
  return execFileSync('ps', ['-Eww', '-ax', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter(line => `${line} `.includes(` ${mark} `))
    .map(line => parseInt(line, 10));
}
