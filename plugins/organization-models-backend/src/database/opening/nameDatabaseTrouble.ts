import type { Knex } from 'knex';

/** What says that nobody is there: of operating systems and Node.js. */
const NETWORK =
  'ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN';
/**
 * PostgreSQL's: no connection, too little of something (connections, disk,
 * memory), stopped by who runs it, its disks; a standby, which takes no writes;
 * what had to give way to another transaction.
 */
const POSTGRES =
  '08\\w{3}|53\\w{3}|57P0\\d|57014|58\\w{3}|25006|40001|40P01|55P03';
/** SQLite's: another process writes, or the disk is full, gone or read-only. */
const SQLITE = 'SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|FULL|READONLY|NOMEM)\\w*';
/** What passes: codes of databases that are not there, or cannot do it now. */
const AWAY_CODE = new RegExp(`^(${NETWORK}|${POSTGRES}|${SQLITE})$`);
/** Where they say it without a code. */
const AWAY_MESSAGE =
  /Connection (terminated|ended)|connection timeout|timeout expired|read timeout|not queryable/;
/** A code that the database itself gave: it knows that nothing was done. */
const ANSWERED = /^(\d[0-9A-Z]{4}|SQLITE_\w+)$/;
const READ_ONLY = '25006';

const DATABASE_AWAY = 'DatabaseAwayError';
/** It broke off while something was written: it may be, or may not. */
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
  const inUse = new Map<string, { __knex__disposed?: unknown }>();
  // The error that is thrown afterwards, also within transactions
  knex.on('query-error', (error, query) => {
    nameWhereAway(error);
    if (error.name === DATABASE_AWAY && mayBeDone(error, query)) {
      error.name = OUTCOME_UNKNOWN;
    }
    // A connection to what became a standby stays open, and would be used for
    // ever: a new one leads to whoever took over
    if (error.code === READ_ONLY && inUse.has(query.__knexUid)) {
      inUse.get(query.__knexUid)!.__knex__disposed = error;
    }
  });
  // Of connections that cannot be had there is no event
  const { acquireConnection: acquire, releaseConnection: release } = client;
  client.releaseConnection = (connection: { __knexUid: string }) => {
    inUse.delete(connection.__knexUid);
    return release.call(client, connection);
  };
  client.acquireConnection = async (...args: unknown[]) => {
    try {
      const connection = await acquire.apply(client, args);
      inUse.set(connection.__knexUid, connection);
      return connection;
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

/** Whether what was to be written may be, and may not. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (error as Error).name === OUTCOME_UNKNOWN;
}

// SQLite is no connection that breaks: what it says of a commit holds
function mayBeDone(
  { code }: { code?: unknown },
  { sql, __knexTxId }: { sql: string; __knexTxId?: string },
): boolean {
  if (/^commit/i.test(sql)) {
    return !/^SQLITE_/.test(String(code));
  }
  // A statement of its own is its own transaction
  const isWrite = /^(insert|update|delete|with)\b/i.test(sql);
  return isWrite && !__knexTxId && !ANSWERED.test(String(code));
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
