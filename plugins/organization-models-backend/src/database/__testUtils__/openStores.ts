import type { Knex } from 'knex';
import { type Database, openDatabase } from '../openDatabase';

/** The stores over a test's database, as one process has them. */
export function openStores(
  knex: Knex,
  options: { holder?: string; now?: () => number } = {},
): Promise<Database> {
  const { now } = options;
  return openDatabase(
    { getClient: async () => knex },
    {
      holder: options.holder ?? 'a-process',
      installationId: 'test',
      clock: now && (db => db.raw('cast(? as bigint)', [now()])),
    },
  );
}
