import { randomUUID } from 'node:crypto';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/**
 * Connects, and brings the tables up to date unless config says not to.
 *
 * @throws Error that says what to do when a newer version was here before
 */
export async function migrateDatabase(
  database: DatabaseService,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    const directory = resolvePackagePath(
      '@orgmodels/backstage-plugin-organization-models-backend',
      'migrations',
    );
    await knex.migrate.latest({ directory }).catch(error => {
      throw nameNewerVersion(error);
    });
  }
  return knex;
}

// knex takes what it does not know for a corrupt directory
function nameNewerVersion(error: Error): Error {
  const [, unknown] = /files are missing: (.+)$/.exec(error.message) ?? [];
  return unknown
    ? new Error(
        `A newer version of organization-models has changed the database (${unknown}): go on with that version, or restore the backup of before, as docs/upgrading.md says`,
        { cause: error },
      )
    : error;
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
