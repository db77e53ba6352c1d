import { randomUUID } from 'node:crypto';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** Connects, and brings the tables up to date unless config says not to. */
export async function migrateDatabase(
  database: DatabaseService,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orgmodels/backstage-plugin-organization-models-backend',
        'migrations',
      ),
    });
  }
  return knex;
}

/**
 * Reads what this portal calls itself in clusters; makes it on first use.
 *
 * @returns a label value
 */
export async function readInstallationId(knex: Knex): Promise<string> {
  const row = await knex('installation').first('id');
  if (row) {
    return row.id;
  }
  await knex('installation').insert({ id: randomUUID() });
  // Two replicas may both have made one: the smallest is everybody's
  const first = await knex('installation').orderBy('id').first('id');
  return first.id;
}
