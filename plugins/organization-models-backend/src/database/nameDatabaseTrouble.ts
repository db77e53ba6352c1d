import type { Knex } from 'knex';

/** What databases say when they are not there, or too busy to answer. */
const AWAY_CODE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|57P0[1-3]|53300|08\w{3}|SQLITE_BUSY\w*|SQLITE_CANTOPEN|SQLITE_IOERR\w*)$/;
/** Where they say it without a code. */
const AWAY_MESSAGE =
  /Connection (terminated|ended)|connection timeout|not queryable/;

const DATABASE_AWAY = 'DatabaseAwayError';
/** It broke off while a transaction was committed: it may be, or may not. */
const OUTCOME_UNKNOWN = 'DatabaseOutcomeUnknownError';

const NAMED = new WeakSet<object>();

/**
 * Gives the errors of a database that is away a name. By their code alone they
 * could be anybody's: a catalog that does not run is `ECONNREFUSED` as well.
 */
export function nameDatabaseTrouble(knex: Knex): void {
  const { client } = knex;
  if (NAMED.has(client)) {
    return;
  }
  NAMED.add(client);
  // The error that is thrown afterwards, also within transactions
  knex.on('query-error', (error, { sql }) => {
    nameWhereAway(error);
    // SQLite is no connection that breaks: what it says of a commit holds
    if (
      error.name === DATABASE_AWAY &&
      /^commit/i.test(sql) &&
      !/^SQLITE_/.test(error.code)
    ) {
      error.name = OUTCOME_UNKNOWN;
    }
  });
  // Of connections that cannot be had there is no event
  const acquire = client.acquireConnection;
  client.acquireConnection = async (...args: unknown[]) => {
    try {
      return await acquire.apply(client, args);
    } catch (error) {
      nameWhereAway(error as Error);
      throw error;
    }
  };
}

/** Whether it may work once the database is back; it may have been done already. */
export function isDatabaseAway(error: unknown): boolean {
  return [DATABASE_AWAY, OUTCOME_UNKNOWN].includes((error as Error).name);
}

function nameWhereAway(error: Error & { code?: unknown }) {
  if (
    error.name === 'KnexTimeoutError' ||
    AWAY_CODE.test(String(error.code)) ||
    AWAY_MESSAGE.test(error.message)
  ) {
    error.name = DATABASE_AWAY;
  }
}
