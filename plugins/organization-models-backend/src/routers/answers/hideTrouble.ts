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

/** By the names that `nameDatabaseTrouble` gives. */
const DATABASE_TROUBLE: Record<string, string | undefined> = {
  DatabaseAwayError:
    'The database of the portal cannot be used now, and nothing was changed',
  DatabaseOutcomeUnknownError:
    'The database of the portal broke off while the change was stored: look whether it was made before you send it again',
};

/**
 * Keeps what is our own trouble from users: statements and stacks are logged
 * under an id, which is all that is answered.
 */
export function hideTrouble(error: unknown, logger: LoggerService): unknown {
  const { name } = (error ?? {}) as { name?: string };
  if (name && MEANT.includes(name)) {
    return error;
  }
  const away = DATABASE_TROUBLE[name ?? ''];
  if (away) {
    logger.warn(`The database does not answer: ${error}`);
    return new ModelApiError('ServiceUnavailableError', {
      statusCode: 503,
      code: 'ClusterUnavailable',
      message: away,
      retryAfterSeconds: 5,
    });
  }
  const id = randomUUID();
  logger.error(`A request failed, logId=${id}`, error as Error);
  return new InternalServerError(id);
}
