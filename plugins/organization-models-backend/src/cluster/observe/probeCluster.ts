import type { ClusterConnection } from '../connection/ClusterConnection';
import { ClusterRequestError } from '../connection/errors';
import { pause } from '../pause';
import type { ClusterMemory } from './ClusterMemory';

/** How often the API server is asked whether it is there, in milliseconds. */
const PROBE_INTERVAL_MS = 3_000;
/** While it is away: nothing can be changed until it is known to be back. */
const AWAY_INTERVAL_MS = 1_000;
/**
 * How long it may take to answer that, in milliseconds: one under load is slow,
 * and not away. Whoever took it for away would stop what works.
 */
const PROBE_TIMEOUT_MS = 6_000;
/** From when on that is worth to be told, in milliseconds. */
const SLOW_MS = 2_000;
/** How often in a row it may answer with an error before it counts as away. */
const MOST_FAILURES = 2;

export type Reachability = {
  reachable: boolean;
  /** Why it is not, or that it is slow. */
  message?: string;
};

/** The API server is there, and cannot read what it has stored. */
class StorageAwayError extends Error {
  constructor(cluster: string, cause: unknown) {
    super(
      `Cluster ${cluster} cannot be used: its API server answers, but cannot read from its storage (etcd)`,
      { cause },
    );
  }
}

/** Asks again and again whether the API server answers, until the signal. */
export async function probeCluster(
  connection: ClusterConnection,
  memory: Pick<ClusterMemory, 'kubernetesVersion'>,
  onReachability: (reachability: Reachability) => void,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const begun = performance.now();
      memory.kubernetesVersion = await readVersion(connection, signal);
      const toldAt = performance.now();
      await readStored(connection, signal);
      const readMs = performance.now() - toldAt;
      failures = 0;
      const longestMs = Math.max(toldAt - begun, readMs);
      onReachability({ reachable: true, ...tellSlow(connection, longestMs) });
    } catch (error) {
      // One that answers is there: every model would be told of its outage, and
      // a moment later of its return
      failures += error instanceof ClusterRequestError ? 1 : MOST_FAILURES;
      if (!signal.aborted && failures >= MOST_FAILURES) {
        onReachability({ reachable: false, message: (error as Error).message });
      }
    }
    const isAway = failures >= MOST_FAILURES;
    const pauseMs = isAway ? AWAY_INTERVAL_MS : PROBE_INTERVAL_MS;
    await pause(pauseMs, signal);
  }
}

function tellSlow(
  { name }: ClusterConnection,
  milliseconds: number,
): { message?: string } {
  const seconds = Math.round(milliseconds / 1000);
  return milliseconds < SLOW_MS
    ? {}
    : {
        message: `Cluster ${name} is slow: its API server took ${seconds} s for a small answer`,
      };
}

async function readVersion(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<string> {
  const { gitVersion } = await connection.request<{ gitVersion: string }>({
    path: '/version',
    timeoutMs: PROBE_TIMEOUT_MS,
    signal,
  });
  return gitVersion;
}

/**
 * An API server tells its version, and goes on with its watches, without its
 * storage. A list that names no resource version is read by a quorum of etcd, or
 * at least compared with it; nodes are what every installation may list.
 */
async function readStored(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<void> {
  try {
    await connection.request({
      path: '/api/v1/nodes',
      query: { limit: '1' },
      accept:
        'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      timeoutMs: PROBE_TIMEOUT_MS,
      signal,
    });
  } catch (error) {
    if (!(error instanceof ClusterRequestError)) {
      throw new StorageAwayError(connection.name, error);
    }
    // Refused before anything was read: a missing right is told of elsewhere
    if (error.status !== 403) {
      throw error;
    }
  }
}
