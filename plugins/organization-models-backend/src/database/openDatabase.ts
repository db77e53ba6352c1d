import type { DatabaseService } from '@backstage/backend-plugin-api';
import { DatabaseClusterFacts } from './facts/DatabaseClusterFacts';
import { DatabaseClusterModels } from './models/DatabaseClusterModels';
import { DatabaseCrashLogs } from './DatabaseCrashLogs';
import { DatabaseGauges } from './DatabaseGauges';
import { DatabaseGenerations } from './models/DatabaseGenerations';
import { DatabaseHistory } from './models/DatabaseHistory';
import { DatabaseHubAnswers } from './DatabaseHubAnswers';
import { DatabaseIdempotencyKeys } from './DatabaseIdempotencyKeys';
import { DatabaseKeys } from './DatabaseKeys';
import { DatabaseLeases } from './DatabaseLeases';
import { DatabaseModels } from './models/DatabaseModels';
import { DatabaseObservations } from './DatabaseObservations';
import { DatabasePasses } from './DatabasePasses';
import { DatabaseQueue } from './queue/DatabaseQueue';
import { DatabaseQuotas } from './DatabaseQuotas';
import { DatabaseRetention } from './DatabaseRetention';
import { DatabaseSpecs } from './models/DatabaseSpecs';
import { DatabaseStarts } from './DatabaseStarts';
import { DatabaseStatuses } from './models/DatabaseStatuses';
import { DatabaseUsage } from './usage/DatabaseUsage';
import { migrateDatabase, readInstallationId } from './opening/migrateDatabase';
import { nameDatabaseTrouble } from './opening/nameDatabaseTrouble';
import type { DatabaseClock } from './dialects/databaseClock';
import { useWriteAheadLog } from './opening/useWriteAheadLog';

/** The stores, on tables that are up to date. */
export type Database = {
  installationId: string;
  clusterFacts: DatabaseClusterFacts;
  clusterModels: DatabaseClusterModels;
  crashLogs: DatabaseCrashLogs;
  gauges: DatabaseGauges;
  generations: DatabaseGenerations;
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
  specs: DatabaseSpecs;
  starts: DatabaseStarts;
  statuses: DatabaseStatuses;
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
    clusterModels: new DatabaseClusterModels(knex),
    crashLogs: new DatabaseCrashLogs(knex),
    gauges: new DatabaseGauges(knex, options.clock),
    generations: new DatabaseGenerations(knex),
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
    specs: new DatabaseSpecs(knex),
    starts: new DatabaseStarts(knex),
    statuses: new DatabaseStatuses(knex),
    usage: new DatabaseUsage(knex),
  };
}
