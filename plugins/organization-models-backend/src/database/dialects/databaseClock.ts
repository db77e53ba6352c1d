import type { Knex } from 'knex';
import { isPostgres } from './isPostgres';

/**
 * What time it is, in milliseconds since 1970, as SQL.
 *
 * @remarks Claims and leases are compared by the one clock that all processes
 * share: their own may differ by more than a claim lasts.
 */
export type DatabaseClock = (knex: Knex) => Knex.Raw;

export const databaseClock: DatabaseClock = knex =>
  knex.raw(
    isPostgres(knex)
      ? // Stable within a statement, so that indexes can be used
        'cast(extract(epoch from statement_timestamp()) * 1000 as bigint)'
      : "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
  );

/** That many milliseconds after a moment. */
export function after(knex: Knex, moment: Knex.Raw, milliseconds: number) {
  return knex.raw('(? + cast(? as bigint))', [
    moment,
    Math.round(milliseconds),
  ]);
}
