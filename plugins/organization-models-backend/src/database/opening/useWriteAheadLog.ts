import type { Knex } from 'knex';

/**
 * Lets SQLite wait for the disk once for each commit instead of three or four
 * times. A commit is as durable as before, which better-sqlite3 alone would not
 * make it. Where a log cannot be had (in memory, some network disks) SQLite stays
 * as it is.
 */
export async function useWriteAheadLog(knex: Knex): Promise<void> {
  if (String(knex.client.config.client).includes('sqlite')) {
    await knex.raw('PRAGMA journal_mode = WAL');
    await knex.raw('PRAGMA synchronous = FULL');
  }
}
