import { stat } from 'node:fs/promises';
import type { Knex } from 'knex';
import type { Client } from './openBenchDatabase';

/** Bytes that some work took. */
export type Written = {
  /** Statements and their values, as they went to the database. */
  sent: number;
  /** What the database wrote of it into its log (WAL), before anything else. */
  logged: number;
};

/** @returns what counts the bytes that some work writes */
export async function countWritten(
  knex: Knex,
  client: Client,
): Promise<(work: () => Promise<unknown>) => Promise<Written>> {
  const log =
    client === 'PostgreSQL'
      ? { cut: async () => {}, size: () => readPostgresLog(knex) }
      : await openSqliteLog(knex);
  let sent = 0;
  knex.on('query', ({ sql, bindings = [] }) => {
    sent += [sql, ...bindings].reduce(
      (sum, value) => sum + Buffer.byteLength(String(value ?? '')),
      0,
    );
  });
  return async work => {
    await log.cut();
    const before = await log.size();
    sent = 0;
    await work();
    const written = sent;
    return { sent: written, logged: (await log.size()) - before };
  };
}

async function readPostgresLog(knex: Knex): Promise<number> {
  const { rows } = await knex.raw(
    "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes",
  );
  return Number(rows[0].bytes);
}

// Only between what is counted is it cut
async function openSqliteLog(knex: Knex) {
  await knex.raw('pragma wal_autocheckpoint = 0');
  const [{ file }] = await knex.raw('pragma database_list');
  return {
    cut: async () => knex.raw('pragma wal_checkpoint(truncate)'),
    size: async () => (await stat(`${file}-wal`)).size,
  };
}
