import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';

const ERRORS: Record<number, new (message: string) => Error> = {
  400: InputError,
  403: NotAllowedError,
  404: NotFoundError,
  409: ConflictError,
  412: ConflictError,
  429: ServiceUnavailableError,
  503: ServiceUnavailableError,
};

/**
 * A refusal of the API as one of Backstage's errors, of which alone an agent
 * is told the message; it names code, fields and fix.
 */
export function toBackstageError(error: unknown): unknown {
  const { statusCode, body } = (error ?? {}) as Partial<ResponseError>;
  const KnownError = ERRORS[statusCode ?? 0];
  if (!KnownError || !body?.error) {
    return error;
  }
  const { code, message, details } = body.error as {
    code?: string;
    message: string;
    details?: unknown;
  };
  return new KnownError(
    [code ? `${code}: ${message}` : message, ...toLines(details)].join('\n'),
  );
}

function toLines(details: unknown): string[] {
  if (details === undefined) {
    return [];
  }
  return Array.isArray(details)
    ? details.map(({ field, message }) => `- ${field}: ${message}`)
    : [JSON.stringify(details)];
}
