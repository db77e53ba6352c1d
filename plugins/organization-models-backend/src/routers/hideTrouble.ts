import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InternalServerError } from './InternalServerError';
import { ModelApiError } from '../services/errors';

/** What databases say when they are not there, or too busy to answer. */
const DATABASE_AWAY =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|57P0[1-3]|53300|08\w{3}|SQLITE_BUSY|SQLITE_CANTOPEN|SQLITE_IOERR\w*)$/;

/** Errors that Backstage answers by their meaning. */
const MEANT = [
  'InputError',
  'AuthenticationError',
  'NotAllowedError',
  'NotFoundError',
  'ConflictError',
  'NotImplementedError',
  'ServiceUnavailableError',
];

/**
 * Keeps what is our own trouble from users: statements and stacks are logged
 * under an id, which is all that is answered.
 */
export function hideTrouble(error: unknown, logger: LoggerService): unknown {
  const { name, code } = (error ?? {}) as { name?: string; code?: unknown };
  if (name && MEANT.includes(name)) {
    return error;
  }
  if (name === 'KnexTimeoutError' || DATABASE_AWAY.test(String(code))) {
    logger.warn(`The database does not answer: ${error}`);
    return new ModelApiError('ServiceUnavailableError', {
      statusCode: 503,
      code: 'ClusterUnavailable',
      message:
        'The database of the portal cannot be reached now, and nothing was changed',
      retryAfterSeconds: 5,
    });
  }
  const id = randomUUID();
  logger.error(`A request failed, logId=${id}`, error as Error);
  return new InternalServerError(id);
}
