import { ClusterLayout } from '../layout/clusterLayout';
import { ClusterPorts } from '../layout/clusterPorts';
import { waitUntilHealthyOrOver } from './componentHealth';
import { readComponentPid } from './componentProcesses';
import { ClusterComponent } from '../layout/components';
import { startComponent } from './startComponent';

/** How often it is tried. */
const MOST_STARTS = 4;

/**
 * Waits until a component that was started is healthy, and starts it again when it exits, as a kubelet would: on a busy
 * machine each gives up when what it needs does not answer in time.
 *
 * @throws Error when it exits again and again, or does not become healthy
 */
export async function bringUp(
  component: ClusterComponent,
  options: {
    layout: ClusterLayout;
    ports: ClusterPorts;
    timeoutMs: number;
    signal?: AbortSignal;
  },
): Promise<void> {
  const { layout } = options;
  const isRunning = () => Boolean(readComponentPid(layout, component));
  for (let starts = 1; ; starts += 1) {
    const state = await waitUntilHealthyOrOver(component, {
      ...options,
      isRunning,
    });
    if (state === 'healthy') return;
    if (starts === MOST_STARTS) {
      throw new Error(`${component} exited ${starts} times`);
    }
    await startComponent(layout, component);
  }
}
