import { CustomErrorBase } from '@backstage/errors';
import type { Request } from 'express';
import { printable } from '@orgmodels/backstage-plugin-organization-models-common';

/** A refusal as clients of OpenAI's API understand it. */
export class OpenAiError extends CustomErrorBase {
  name = 'OpenAiError' as const;
  readonly statusCode: number;
  readonly type: string;
  readonly code: string | undefined;
  /** The field of the body that is wrong. */
  readonly param: string | undefined;
  readonly headers: Record<string, string>;

  constructor(
    statusCode: number,
    options: {
      message: string;
      code?: string;
      param?: string;
      /** @default by the status */
      type?: string;
      headers?: Record<string, string>;
      /** Seconds after which trying again makes sense. */
      retryAfterSeconds?: number;
      cause?: unknown;
    },
  ) {
    super(options.message);
    // Beside the message, where no client reads it
    Object.assign(this, { cause: options.cause });
    this.statusCode = statusCode;
    this.type = options.type ?? typeOf(statusCode);
    this.code = options.code;
    this.param = options.param;
    this.headers = {
      ...options.headers,
      ...(options.retryAfterSeconds === undefined
        ? {}
        : { 'Retry-After': String(Math.ceil(options.retryAfterSeconds)) }),
    };
  }
}

/** Whose clients a path is for: Anthropic's read errors of a form of their own. */
export type ErrorForm = 'openai' | 'anthropic';

/** By its path, whatever is before the call's own part of it; its clients tell a version. */
export function formOf({
  path,
  headers,
}: Pick<Request, 'path' | 'headers'>): ErrorForm {
  return /\/messages(\/count_tokens)?\/?$/.test(path) ||
    headers['anthropic-version'] !== undefined
    ? 'anthropic'
    : 'openai';
}

/** The body of an answer. */
export function toErrorBody(
  error: { message: string; type: string; code?: string; param?: string },
  form: ErrorForm,
) {
  const { message, type, param = null, code = null } = error;
  return form === 'openai'
    ? { error: { message, type, param, code } }
    : {
        type: 'error',
        error: {
          type: type === 'server_error' ? 'api_error' : type,
          ...{ message, param, code },
        },
      };
}

/** An error as the last piece of a stream. */
export function toErrorEvent(error: OpenAiError, form: ErrorForm): string {
  const name = form === 'anthropic' ? 'event: error\n' : '';
  return `${name}data: ${JSON.stringify(toErrorBody(error, form))}\n\n`;
}

/** What clients call errors of a status. */
export function typeOf(status: number): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 429:
      return 'rate_limit_error';
    default:
      return status >= 500 ? 'server_error' : 'invalid_request_error';
  }
}

/** 404: unknown, not of this organization, or not opened by the key. */
export function unknownModel(reference: string): OpenAiError {
  return new OpenAiError(404, {
    code: 'model_not_found',
    param: 'model',
    message: `The model ${printable(
      reference,
    )} does not exist, or you have no access to it`,
  });
}
