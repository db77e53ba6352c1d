import { bringUp } from '../components/bringUp';
import { ClusterLayout } from '../layout/clusterLayout';
import { ClusterPorts } from '../layout/clusterPorts';
import { waitUntilHealthy } from '../components/componentHealth';
import {
  killComponents,
  readComponentPid,
  signalComponent,
} from '../components/componentProcesses';
import { ClusterComponent } from '../layout/components';
import { startComponent } from '../components/startComponent';

/** Breaks and mends the parts of a running cluster. */
export interface ClusterFaults {
  /** Kills the component, so that connections are refused, and waits until it is gone. */
  stop(component: ClusterComponent): Promise<void>;
  /**
   * Starts a stopped component. Waits until it is healthy, starting it again if it exits, unless told not to (what it
   * needs may be stopped too).
   */
  start(component: ClusterComponent, options?: FaultOptions): Promise<void>;
  /** Freezes the component: connections are accepted by the system and nothing answers. */
  pause(component: ClusterComponent): Promise<void>;
  /** Lets a paused component go on. Waits until it is healthy, unless told not to. */
  resume(component: ClusterComponent, options?: FaultOptions): Promise<void>;
}

/** How a component is brought back. */
export interface FaultOptions {
  /** Default: true. */
  waitUntilHealthy?: boolean;
}

/** The faults of one cluster. */
export function createClusterFaults(
  layout: ClusterLayout,
  options: { ports: ClusterPorts },
): ClusterFaults {
  const health = { ports: options.ports, timeoutMs: 180_000 };
  return {
    async stop(component) {
      await killComponents(layout, [component]);
    },
    async start(component, { waitUntilHealthy: wait = true } = {}) {
      if (readComponentPid(layout, component)) return;
      await startComponent(layout, component);
      if (wait) await bringUp(component, { ...health, layout });
    },
    async pause(component) {
      signalComponent(layout, component, 'SIGSTOP');
    },
    async resume(component, { waitUntilHealthy: wait = true } = {}) {
      signalComponent(layout, component, 'SIGCONT');
      if (wait) await waitUntilHealthy(component, health);
    },
  };
}
