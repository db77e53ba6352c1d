import type { LoggerService } from '@backstage/backend-plugin-api';
import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ErrorRequestHandler, Response } from 'express';
import { OpenAiError, toErrorBody, unknownModel } from './OpenAiError';

type Refusal = {
  name?: string;
  message?: string;
  statusCode?: number;
  code?: unknown;
  type?: unknown;
  retryAfterSeconds?: number;
};

/** Backstage's refusals by their status. */
const MEANT: Record<string, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  ServiceUnavailableError: 503,
};

/** Codes by which clients of OpenAI's API know a refusal. */
const CODES: Record<number, string> = {
  401: 'invalid_api_key',
  403: 'permission_denied',
  404: 'model_not_found',
};

/** Answers every error of the OpenAI-compatible paths in their form. */
export function answerOpenAiErrors(options: {
  logger: LoggerService;
  /** Keeps why a request was refused, for the audit. */
  onFailure(res: Response, error: unknown): void;
  /** Makes of our own trouble what may be told; see the other routes. */
  hide(error: unknown): unknown;
}): ErrorRequestHandler {
  return (error, _req, res, next) => {
    const refusal =
      error instanceof OpenAiError
        ? error
        : toOpenAiError(error, options.hide.bind(options));
    if (refusal.statusCode >= 500 && refusal.cause) {
      options.logger.warn(refusal.message, refusal.cause as Error);
    }
    options.onFailure(res, refusal);
    if (res.headersSent) {
      // Half an answer must not pass for a whole one
      res.destroy();
      return;
    }
    if (res.destroyed) {
      next();
      return;
    }
    res
      .status(refusal.statusCode)
      .set(refusal.headers)
      .json(
        toErrorBody({ ...refusal, message: maskSecretText(refusal.message) }),
      );
  };
}

function toOpenAiError(
  error: unknown,
  hide: (error: unknown) => unknown,
): OpenAiError {
  const given = toBodyError(error) ?? (error as Refusal);
  const known =
    given instanceof OpenAiError || isMeant(given)
      ? given
      : (hide(error) as Refusal);
  if (known instanceof OpenAiError) {
    return known;
  }
  const statusCode = known.statusCode ?? MEANT[known.name ?? ''] ?? 500;
  return new OpenAiError(statusCode, {
    message: known.message ?? 'An error happened',
    code:
      typeof known.code === 'string' && statusCode !== 404
        ? known.code
        : CODES[statusCode],
    retryAfterSeconds: known.retryAfterSeconds,
  });
}

function isMeant({ name, statusCode, code }: Refusal): boolean {
  return (
    (name !== undefined && name in MEANT) ||
    (typeof statusCode === 'number' && typeof code === 'string')
  );
}

// The parser's own message quotes the body
function toBodyError(error: unknown): OpenAiError | undefined {
  // Of a path with a % that begins no character
  if (error instanceof URIError) {
    return unknownModel('of such a name');
  }
  const { type, statusCode = 400 } = (error ?? {}) as Refusal;
  if (typeof type !== 'string' || !/^(entity|encoding|request)\./.test(type)) {
    return undefined;
  }
  return new OpenAiError(statusCode, {
    code: statusCode === 413 ? 'body_too_large' : 'invalid_body',
    message:
      statusCode === 413
        ? 'The body is larger than this portal takes'
        : 'The body could not be read',
  });
}
