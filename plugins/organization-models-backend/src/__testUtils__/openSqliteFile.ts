import knexFactory, { type Knex } from 'knex';

/** A SQLite database in a file, or in memory for `:memory:`. */
export function openSqliteFile(filename: string): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
}
