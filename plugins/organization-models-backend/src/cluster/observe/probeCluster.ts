import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterConnection } from '../ClusterConnection';
import { ClusterRequestError } from '../errors';
import type { ClusterMemory } from './ClusterMemory';

/** How often the API server is asked whether it is there, in milliseconds. */
const PROBE_INTERVAL_MS = 3_000;
/** How long it may take to answer that, in milliseconds. */
const PROBE_TIMEOUT_MS = 3_000;
/** How often in a row it may answer with an error before it counts as away. */
const MOST_FAILURES = 2;

export type Reachability = { reachable: boolean; message?: string };

/** Asks again and again whether the API server answers, until the signal. */
export async function probeCluster(
  connection: ClusterConnection,
  memory: ClusterMemory,
  onReachability: (reachability: Reachability) => void,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { gitVersion } = await connection.request<{ gitVersion: string }>({
        path: '/version',
        timeoutMs: PROBE_TIMEOUT_MS,
        signal,
      });
      memory.kubernetesVersion = gitVersion;
      failures = 0;
      onReachability({ reachable: true });
    } catch (error) {
      // One that answers is there: every model would be told of its outage, and
      // a moment later of its return
      failures += error instanceof ClusterRequestError ? 1 : MOST_FAILURES;
      if (!signal.aborted && failures >= MOST_FAILURES) {
        onReachability({ reachable: false, message: (error as Error).message });
      }
    }
    await delay(PROBE_INTERVAL_MS, undefined, { signal }).catch(
      () => undefined,
    );
  }
}
