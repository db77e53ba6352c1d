import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { waitFor } from '../testing/waitFor';
import { ClusterLayout } from './clusterLayout';
import { ClusterComponent, clusterComponents } from './components';

/**
 * The process id of a running component; undefined when it does not run.
 *
 * @remarks
 * A pid file alone proves nothing: after a kill or a reboot the number may be another process's.
 */
export function readComponentPid(
  layout: ClusterLayout,
  component: ClusterComponent,
): number | undefined {
  const pid = Number(readText(layout.pidFile(component)));
  if (!pid) return undefined;
  return readCommandLine(pid)?.includes(layout.workDirectory) ? pid : undefined;
}

/** Ends what still runs of a cluster, from whatever run it is, and waits until it is gone. */
export async function killComponents(layout: ClusterLayout): Promise<void> {
  const pids = clusterComponents
    .map(component => readComponentPid(layout, component))
    .filter(pid => pid !== undefined);
  for (const pid of pids) kill(pid, 'SIGKILL');
  await waitFor('the components to be gone', () => !pids.some(isAlive));
  for (const component of clusterComponents) {
    await rm(layout.pidFile(component), { force: true });
  }
}

/** Sends a signal to a component that runs. */
export function signalComponent(
  layout: ClusterLayout,
  component: ClusterComponent,
  signal: NodeJS.Signals,
): void {
  const pid = readComponentPid(layout, component);
  if (!pid) throw new Error(`${component} of ${layout.name} does not run`);
  process.kill(pid, signal);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  return Boolean(readCommandLine(pid));
}

/** Empty for a process that has ended and is only waited for by its parent. */
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
