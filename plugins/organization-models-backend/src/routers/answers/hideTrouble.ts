import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InternalServerError } from './InternalServerError';
import { ModelApiError } from '../../services/errors';

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
  const { name } = (error ?? {}) as { name?: string };
  if (name && MEANT.includes(name)) {
    return error;
  }
  // As `nameDatabaseTrouble` calls it
  if (name === 'DatabaseAwayError') {
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
