import type { DatabaseService } from '@backstage/backend-plugin-api';
import { DatabaseClusterFacts } from './DatabaseClusterFacts';
import { DatabaseCrashLogs } from './DatabaseCrashLogs';
import { DatabaseGauges } from './DatabaseGauges';
import { DatabaseHistory } from './DatabaseHistory';
import { DatabaseHubAnswers } from './DatabaseHubAnswers';
import { DatabaseIdempotencyKeys } from './DatabaseIdempotencyKeys';
import { DatabaseKeys } from './DatabaseKeys';
import { DatabaseLeases } from './DatabaseLeases';
import { DatabaseModels } from './DatabaseModels';
import { DatabaseObservations } from './DatabaseObservations';
import { DatabasePasses } from './DatabasePasses';
import { DatabaseQueue } from './DatabaseQueue';
import { DatabaseQuotas } from './DatabaseQuotas';
import { DatabaseRetention } from './DatabaseRetention';
import { DatabaseStarts } from './DatabaseStarts';
import { DatabaseUsage } from './DatabaseUsage';
import { migrateDatabase, readInstallationId } from './migrateDatabase';
import { nameDatabaseTrouble } from './nameDatabaseTrouble';
import type { DatabaseClock } from './operations/databaseClock';
import { useWriteAheadLog } from './useWriteAheadLog';

/** The stores, on tables that are up to date. */
export type Database = {
  installationId: string;
  clusterFacts: DatabaseClusterFacts;
  crashLogs: DatabaseCrashLogs;
  gauges: DatabaseGauges;
  history: DatabaseHistory;
  hubAnswers: DatabaseHubAnswers;
  idempotencyKeys: DatabaseIdempotencyKeys;
  keys: DatabaseKeys;
  leases: DatabaseLeases;
  models: DatabaseModels;
  observations: DatabaseObservations;
  passes: DatabasePasses;
  queue: DatabaseQueue;
  quotas: DatabaseQuotas;
  retention: DatabaseRetention;
  starts: DatabaseStarts;
  usage: DatabaseUsage;
};

/**
 * @param options - `holder`: what this process calls itself, unique;
 * `installationId`: from config, else one is made and kept
 */
export async function openDatabase(
  service: DatabaseService,
  options: {
    holder: string;
    installationId: string | undefined;
    /** In tests, which do not wait. */
    clock?: DatabaseClock;
  },
): Promise<Database> {
  const knex = await migrateDatabase(service);
  nameDatabaseTrouble(knex);
  await useWriteAheadLog(knex);
  const clusterFacts = new DatabaseClusterFacts(knex);
  return {
    installationId: options.installationId ?? (await readInstallationId(knex)),
    clusterFacts,
    crashLogs: new DatabaseCrashLogs(knex),
    gauges: new DatabaseGauges(knex, options.clock),
    history: new DatabaseHistory(knex),
    hubAnswers: new DatabaseHubAnswers(knex),
    idempotencyKeys: new DatabaseIdempotencyKeys(knex),
    keys: new DatabaseKeys(knex),
    leases: new DatabaseLeases(knex, options.holder, options.clock),
    models: new DatabaseModels(knex),
    observations: new DatabaseObservations(knex),
    passes: new DatabasePasses(knex, clusterFacts),
    queue: new DatabaseQueue(knex, options.clock),
    quotas: new DatabaseQuotas(knex),
    retention: new DatabaseRetention(knex),
    starts: new DatabaseStarts(knex),
    usage: new DatabaseUsage(knex),
  };
}
