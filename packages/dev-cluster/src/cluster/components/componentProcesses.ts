import { rm } from 'node:fs/promises';
import { findProcess, isAlive, sendSignal } from '../../processes/findProcess';
import { waitFor } from '../../testing/waitFor';
import { ClusterLayout } from '../layout/clusterLayout';
import { ClusterComponent, clusterComponents } from '../layout/components';

/** The process id of a running component; undefined when it does not run. */
export function readComponentPid(
  layout: ClusterLayout,
  component: ClusterComponent,
): number | undefined {
  const mark = layout.workDirectory;
  return findProcess(layout.pidFile(component), { mark });
}

/** Ends what still runs of a cluster, from whatever run it is, and waits until it is gone. */
export async function killComponents(
  layout: ClusterLayout,
  components: readonly ClusterComponent[] = clusterComponents,
): Promise<void> {
  const pids = components
    .map(component => readComponentPid(layout, component))
    .filter(pid => pid !== undefined);
  for (const pid of pids) sendSignal(pid, 'SIGKILL');
  await waitFor('the components to be gone', () => !pids.some(isAlive));
  for (const component of components) {
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
