import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterConnection } from '../cluster/connection/ClusterConnection';
import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { Database } from '../database/openDatabase';
import type { Lane } from '../database/queue/claimDueModels';
import type { NewHistoryEntry, StoredModel } from '../domain/facts/StoredModel';
import type { PodSettings } from '../domain/facts/ResolvedModel';
import type { GpuConfig } from '../domain/gpus/gpuConfig';
import type { NamespaceConfig } from '../domain/namespaces/namespaceOf';
import type { NetworkRules } from '../domain/namespaces/OrganizationNamespace';
import type { QuotaConfig } from '../domain/quota/chooseQuota';
import { readPodLog } from '../cluster/pods/readPodLog';
import { pause } from '../cluster/pause';
import { CrashLogKeeper } from './CrashLogKeeper';
import { StartKeeper } from './StartKeeper';
import { type AskEngine, StartProver } from './StartProver';
import { holdCluster } from './holdCluster';
import { OrganizationNamespaces } from './OrganizationNamespaces';
import { ModelReconciler, type ReconcilerOptions } from './ModelReconciler';
import type { ChangeAnnouncer } from './ChangeAnnouncer';
import { type PassOutcome, Worker } from './Worker';

type ControlledCluster = NamespaceConfig & {
  name: string;
  network: NetworkRules;
  serviceMonitorLabels: Record<string, string>;
  pods: PodSettings;
  gatewayUrl: string | undefined;
  connection: ClusterConnection;
  objects: ClusterObjects;
};

export type Controller = {
  start(): void;
  stop(): Promise<void>;
  /** A model of a cluster was marked: there is work. */
  wake(cluster: string): void;
};

/**
 * The loops: one holds the watches of each cluster, one works on its models, so
 * that a cluster which does not answer holds up no other's.
 */
export function startController(options: {
  enabled: boolean;
  workers: number;
  resyncSeconds: number;
  clusters: ControlledCluster[];
  quota: QuotaConfig;
  gpus: GpuConfig;
  database: Database;
  logger: LoggerService;
  changes: ChangeAnnouncer;
  /** What was written into the history of a model. */
  onHistory(model: StoredModel, entries: NewHistoryEntry[]): void;
  /** Asks an engine something tiny; `undefined`: nobody does. */
  askEngine: AskEngine | undefined;
  onPass(result: PassOutcome['result'], seconds: number): void;
  onFailedStart(model: StoredModel): void;
}): Controller {
  const { clusters, database, logger, changes } = options;
  const findCluster = (name: string) =>
    clusters.find(cluster => cluster.name === name);
  const readLog: ReconcilerOptions['readLog'] = async (name, place, signal) => {
    const connection = findCluster(name)?.connection;
    return connection && readPodLog(connection, place, signal);
  };
  const names = clusters.map(({ name }) => name);
  // The last lane is that of all other clusters
  const wake = (cluster: string) => workers.at(names.indexOf(cluster))!.wake();
  const now = () => new Date();
  const starts = new StartKeeper({
    ...database,
    logger,
    now,
    async readBeginning(name, place, signal) {
      const connection = findCluster(name)?.connection;
      return (
        connection &&
        readPodLog(
          connection,
          { ...place, previous: false, part: 'beginning' },
          signal,
        )
      );
    },
  });
  const prover =
    options.askEngine &&
    new StartProver({
      ...database,
      ask: options.askEngine,
      logger,
      now,
      pause,
      async onProven({ id, cluster }) {
        await database.queue.mark([id]);
        wake(cluster);
      },
    });
  const reconciler = new ModelReconciler({
    ...database,
    prover,
    starts,
    crashLogs: new CrashLogKeeper({ ...database, logger, readLog }),
    readLog,
    logger,
    clusterOf(name) {
      const cluster = findCluster(name);
      return cluster && { ...cluster, installationId: database.installationId };
    },
    onFailedStart: options.onFailedStart,
    now,
    onHistory: options.onHistory,
    onChanged: (model, change) =>
      changes.announce(model, change === 'removed' ? change : 'observed'),
  });
  const lanes: Lane[] = [
    ...names.map(cluster => ({ cluster })),
    { otherThan: names },
  ];
  const workers: Worker[] = lanes.map(
    lane =>
      new Worker({
        queue: database.queue,
        lane,
        concurrency: options.workers,
        resyncMs: options.resyncSeconds * 1000,
        logger,
        reconcile: (modelId, signal) => reconciler.reconcile(modelId, signal),
        onPass: options.onPass,
      }),
  );
  const abort = new AbortController();
  let loops: Promise<void>[] = [];
  return {
    start() {
      if (options.enabled) {
        loops = [
          ...workers.map(worker => worker.run(abort.signal)),
          ...clusters.map(cluster =>
            holdCluster(
              {
                ...database,
                ...cluster,
                priorityClassName: cluster.pods.priorityClassName,
                gpus: options.gpus,
                organizations: keepOrganizations(cluster, options),
                logger,
                onMarked: () => wake(cluster.name),
              },
              abort.signal,
            ),
          ),
        ];
      }
    },
    async stop() {
      abort.abort();
      changes.stop();
      await Promise.all(loops);
      await Promise.all([starts.settle(), prover?.settle()]);
    },
    // Whoever asked for a change gets the answer first
    wake: cluster => void setImmediate(wake, cluster),
  };
}

function keepOrganizations(
  { name, namespace, namespaces, network, objects }: ControlledCluster,
  options: {
    database: Database;
    quota: QuotaConfig;
    gpus: GpuConfig;
    logger: LoggerService;
  },
): OrganizationNamespaces | undefined {
  return namespaces === 'perOrganization'
    ? new OrganizationNamespaces({
        ...options.database,
        cluster: name,
        sharedNamespace: namespace,
        network,
        objects,
        quota: options.quota,
        gpus: options.gpus,
        logger: options.logger,
      })
    : undefined;
}
