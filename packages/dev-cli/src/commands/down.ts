import { setTimeout as delay } from 'node:timers/promises';
import { stopMarkedProcesses } from '../processes/markedProcesses';
import { isRunning } from '../processes/processIdentity';
import { RunState, clearRunState, readRunState } from '../run/RunState';
import { Steps } from '../Steps';
import { developmentWorkspace } from '../Workspace';

/** How long an orderly end may take before it is forced. */
const patienceMs = 30_000;

/** Stops the portal and everything it started, also what a killed run left behind. */
export async function down(options: { steps: Steps }): Promise<number> {
  const { directory } = developmentWorkspace;
  const state = readRunState(directory);
  if (state) {
    await options.steps.run('stopped', () => stopSupervisor(state));
  }
  const leftovers = await stopMarkedProcesses(directory);
  clearRunState(directory);
  if (leftovers > 0) {
    options.steps.note(
      `✓ ended ${leftovers} processes that a killed run had left behind`,
    );
  } else if (!state) {
    options.steps.note('Nothing was running.');
  }
  return 0;
}

async function stopSupervisor({ supervisor }: RunState): Promise<void> {
  const deadline = Date.now() + patienceMs;
  process.kill(supervisor.pid, 'SIGTERM');
  while (isRunning(supervisor) && Date.now() < deadline) {
    await delay(100);
  }
  if (isRunning(supervisor)) {
    process.kill(supervisor.pid, 'SIGKILL');
  }
}
