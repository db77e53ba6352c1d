import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterConnection } from '../cluster/connection/ClusterConnection';
import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import { TroubleLog } from '../cluster/TroubleLog';
import { observeCluster } from '../cluster/observe/observeCluster';
import { pause } from '../cluster/pause';
import type { DatabaseClusterFacts } from '../database/facts/DatabaseClusterFacts';
import type { DatabaseLeases } from '../database/DatabaseLeases';
import type { DatabaseObservations } from '../database/DatabaseObservations';
import type { GpuConfig } from '../domain/gpus/gpuConfig';
import { NamespaceKeeper } from './NamespaceKeeper';
import type { OrganizationNamespaces } from './OrganizationNamespaces';
import { ChangeSaver } from './ChangeSaver';

/** How long a lease lasts without being renewed, in milliseconds. */
const LEASE_MS = 9_000;
const RENEWAL_MS = 3_000;
/**
 * Who holds it, and cannot renew it since the database is away, tries again so
 * soon, in milliseconds: else another, who has to list the cluster first, might
 * be there earlier when it is back.
 */
const TROUBLE_MS = 500;

export type HoldClusterOptions = {
  connection: ClusterConnection;
  objects: ClusterObjects;
  /** Where models are deployed; it is made when it is missing. */
  namespace: string;
  /** Where organizations have namespaces of their own. */
  organizations?: OrganizationNamespaces;
  installationId: string;
  /** Of the pods of models, where config names one. */
  priorityClassName?: string;
  gpus: GpuConfig;
  leases: DatabaseLeases;
  clusterFacts: DatabaseClusterFacts;
  observations: DatabaseObservations;
  logger: LoggerService;
  /** Models were marked: there is work. */
  onMarked(): void;
};

/**
 * Holds a cluster's lease for as long as possible, and while it is held,
 * watches the cluster and saves what changes. Ends with the signal.
 */
export async function holdCluster(
  options: HoldClusterOptions,
  signal: AbortSignal,
): Promise<void> {
  const { connection, leases, logger } = options;
  const troubles = new TroubleLog(logger);
  let held: { stop(): void } | undefined;
  while (!signal.aborted) {
    const lease = await acquire(options, troubles);
    if (lease === 'held' && !held) {
      logger.info(`Watching cluster ${connection.name}`);
      held = watchAndSave(options);
    } else if (lease === 'taken' && held) {
      logger.info(`Another process watches cluster ${connection.name} now`);
      held.stop();
      held = undefined;
    }
    const pauseMs = held && lease === 'unknown' ? TROUBLE_MS : RENEWAL_MS;
    await pause(pauseMs, signal);
  }
  held?.stop();
  await leases
    .release(connection.name)
    .catch(error => logger.debug(`The lease was not released: ${error}`));
}

// A database that is away for a moment must not end the watches: whoever else
// takes the lease is told apart by the next renewal
async function acquire(
  { connection: { name }, leases }: HoldClusterOptions,
  troubles: TroubleLog,
) {
  const trouble = `The lease of ${name} cannot be renewed`;
  try {
    const lease = await leases.acquire(name, { durationMs: LEASE_MS });
    troubles.forget(trouble);
    return lease;
  } catch (error) {
    troubles.tell(trouble, String(error));
    return 'unknown';
  }
}

function watchAndSave(options: HoldClusterOptions): { stop(): void } {
  const namespace = new NamespaceKeeper(options);
  const saver = new ChangeSaver({
    ...options,
    cluster: options.connection.name,
  });
  const observation = observeCluster(options.connection, {
    ...options,
    hasOthers: options.organizations !== undefined,
    onTouched: () => saver.saveSoon(),
    onReachability(reachability) {
      saver.setReachability(reachability);
      if (reachability.reachable) {
        namespace.ensure();
      }
    },
  });
  saver.begin(observation);
  return {
    stop() {
      saver.stop();
      observation.stop();
    },
  };
}
