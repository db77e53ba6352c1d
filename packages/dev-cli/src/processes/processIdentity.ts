import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { countThreads } from '@orgmodels/dev-cluster/processes';

/** A process that cannot be mistaken for a later one which got the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the system's own words; only good for comparing. */
  startedAt: string;
}

/** Identifies a running process; undefined when there is none, or only its remains. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt =
    process.platform === 'linux' ? readProcStart(pid) : readPsStart(pid);
  return startedAt ? { pid, startedAt } : undefined;
}

/** Whether that very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt;
}

/** Ticks since boot and the boot's id, which together never come again. */
function readProcStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command's name in brackets and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    // Its sockets accept connections until its last thread is gone
    const isGone = isOver(fields[0]) && countThreads(pid) <= 1;
    return isGone ? undefined : `${fields[19]}@${boot.trim()}`;
  } catch {
    return undefined; // no such process
  }
}

function readPsStart(pid: number): string | undefined {
  try {
    const options = ['-o', 'state=,lstart=', '-p', String(pid)];
    const [state, ...start] = execFileSync('ps', options, { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return isOver(state) ? undefined : start.join(' ');
  } catch {
    return undefined; // ps fails when there is no such process
  }
}

function isOver(state: string): boolean {
  return state.startsWith('Z') || state.startsWith('X');
}
