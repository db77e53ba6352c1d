import type { Knex } from 'knex';

/** Whether the database is PostgreSQL; the other one is SQLite. */
export function isPostgres(knex: Knex): boolean {
  return String(knex.client.config.client).includes('pg');
}
