import type { LoggerService } from '@backstage/backend-plugin-api';
import { maskSecretsWithin } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ErrorRequestHandler } from 'express';
import { invalidRequest, ModelApiError } from '../../services/errors';
import { noteFailure } from '../audit/auditRequests';
import { hideTrouble } from './hideTrouble';

type Refusal = Error &
  Pick<ModelApiError, 'statusCode' | 'code'> &
  Partial<Pick<ModelApiError, 'details' | 'retryAfterSeconds'>>;

/**
 * Answers refusals in Backstage's error body with our `code` and `details`;
 * everything else goes on to Backstage's own error middleware.
 */
export function answerErrors(logger: LoggerService): ErrorRequestHandler {
  return (error, req, res, next) => {
    const refusal = toRefusal(error, logger);
    noteFailure(res, refusal);
    if (!isRefusal(refusal) || res.headersSent) {
      next(refusal);
      return;
    }
    const { name, message, code, details, statusCode, retryAfterSeconds } =
      refusal;
    if (statusCode >= 500 && refusal.cause) {
      logger.warn(message, refusal.cause as Error);
    }
    if (retryAfterSeconds !== undefined) {
      res.setHeader('Retry-After', String(Math.ceil(retryAfterSeconds)));
    }
    const answer = {
      error: {
        name,
        message,
        code,
        ...(details === undefined ? {} : { details }),
      },
      request: { method: req.method, url: req.originalUrl },
      response: { statusCode },
    };
    // What a refusal quotes, a URL for instance, may be a token gone astray
    res.status(statusCode).json(maskSecretsWithin(answer));
  };
}

function toRefusal(error: unknown, logger: LoggerService): unknown {
  if (isBodyError(error)) {
    return toBodyRefusal(error);
  }
  // Of a path with a % that begins no character
  if (error instanceof URIError) {
    return invalidRequest([
      { field: 'id', message: 'must be text in UTF-8, encoded by %' },
    ]);
  }
  return isRefusal(error) ? error : hideTrouble(error, logger);
}

// Refusals come from several rooms; what they have in common is their form
function isRefusal(error: unknown): error is Refusal {
  const { statusCode, code } = (error ?? {}) as Partial<Refusal>;
  return (
    error instanceof Error &&
    typeof statusCode === 'number' &&
    typeof code === 'string'
  );
}

type BodyError = Error & { type: string; statusCode: number };

function isBodyError(error: unknown): error is BodyError {
  return (
    typeof (error as BodyError)?.type === 'string' &&
    /^(entity|encoding|charset|request|parameters)\./.test(
      (error as BodyError).type,
    )
  );
}

const BODY_REFUSALS: Record<number, { code: string; message: string }> = {
  413: { code: 'BodyTooLarge', message: 'The body is larger than 1 MB' },
  415: {
    code: 'UnsupportedBody',
    message: 'The body must be in UTF-8, plain or compressed by gzip',
  },
};

// The parser's own message quotes the body, which may hold a token
function toBodyRefusal({ statusCode }: BodyError): ModelApiError {
  const { code, message } = BODY_REFUSALS[statusCode] ?? {
    code: 'InvalidRequest',
    message: 'The body is not valid JSON',
  };
  return new ModelApiError('InputError', {
    statusCode,
    code,
    message,
    details: [{ field: 'body', message }],
  });
}
