import { ResponseError } from '@backstage/errors';

/** The error which the client throws when the API refuses. */
export function apiError(
  status: number,
  error: {
    name?: string;
    message: string;
    code?: string;
    details?: unknown;
    hint?: string;
  },
): Promise<ResponseError> {
  const body = {
    error: { name: 'Error', ...error },
    request: { method: 'GET', url: '/' },
    response: { statusCode: status },
  };
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: String(status),
    headers: new Headers({ 'Content-Type': 'application/json' }),
    redirected: false,
    type: 'default',
    url: 'http://localhost/',
    bodyUsed: true,
    text: async () => JSON.stringify(body),
  } as unknown as Response);
}
