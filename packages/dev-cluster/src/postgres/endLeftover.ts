import { rm } from 'node:fs/promises';
import path from 'node:path';
import { findProcess, isAlive, sendSignal } from '../processes/findProcess';
import { waitFor } from '../testing/waitFor';

/** Ends a server that a killed run left behind over this data directory, and what it would stumble over. */
export async function endLeftover(dataDirectory: string): Promise<void> {
  const pidFile = path.join(dataDirectory, 'postmaster.pid');
  const pid = findProcess(pidFile, { mark: dataDirectory });
  if (pid) {
    sendSignal(pid, 'SIGINT');
    await waitFor('the former PostgreSQL to be gone', () => !isAlive(pid), {
      timeoutMs: 30_000,
    });
  }
  await rm(pidFile, { force: true });
}
