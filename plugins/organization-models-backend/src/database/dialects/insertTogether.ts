import type { Knex } from 'knex';
import { isPostgres } from './isPostgres';

/** A table, and its rows that are to be inserted. */
export type Insertion = [table: string, rows: object[]];

/**
 * Inserts rows into several tables, whose foreign keys may point to each other;
 * all of them or none.
 *
 * @remarks In one statement on PostgreSQL: each takes two changes of the
 * process, which is most of its time. SQLite, which is in this process and
 * knows no such statement, gets them one by one.
 */
export async function insertTogether(
  knex: Knex,
  insertions: Insertion[],
): Promise<void> {
  const inserts = insertions
    .filter(([, rows]) => rows.length > 0)
    .map(([table, rows]) => knex(table).insert(rows));
  if (isPostgres(knex)) {
    const last = inserts.pop();
    await inserts.reduce(
      (statement, insert, index) => statement?.with(`insert_${index}`, insert),
      last,
    );
    return;
  }
  const insertAll = async (trx: Knex) => {
    for (const insert of inserts) {
      await insert.transacting(trx as Knex.Transaction);
    }
  };
  await (knex.isTransaction ? insertAll(knex) : knex.transaction(insertAll));
}
