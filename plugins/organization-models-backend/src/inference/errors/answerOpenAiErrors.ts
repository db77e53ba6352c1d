import type { LoggerService } from '@backstage/backend-plugin-api';
import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ErrorRequestHandler, Response } from 'express';
import { formOf, OpenAiError, toErrorBody, unknownModel } from './OpenAiError';

type Refusal = {
  name?: string;
  message?: string;
  statusCode?: number;
  code?: unknown;
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

/** Answers every error of the paths of models in the form that clients know. */
export function answerOpenAiErrors(options: {
  logger: LoggerService;
  /** Keeps why a request was refused, for the audit. */
  onFailure(res: Response, error: unknown): void;
  /** Makes of our own trouble what may be told; see the other routes. */
  hide(error: unknown): unknown;
}): ErrorRequestHandler {
  return (error, req, res, next) => {
    const refusal =
      error instanceof OpenAiError
        ? error
        : toOpenAiError(error, options.hide.bind(options));
    // Who hangs up ends the request to the engine: nothing is wrong then
    if (refusal.statusCode >= 500 && refusal.cause && !res.destroyed) {
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
        toErrorBody(
          { ...refusal, message: maskSecretText(refusal.message) },
          formOf(req),
        ),
      );
  };
}

function toOpenAiError(
  error: unknown,
  hide: (error: unknown) => unknown,
): OpenAiError {
  const given = toPathError(error) ?? (error as Refusal);
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

// Of a path with a % that begins no character
function toPathError(error: unknown): OpenAiError | undefined {
  return error instanceof URIError ? unknownModel('of such a name') : undefined;
}
