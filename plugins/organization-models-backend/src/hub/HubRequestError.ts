import type { HubAnswer } from './HubClient';

type HubFailure = Exclude<HubAnswer, { outcome: 'found' }>;

/** A refusal of the hub on its way to becoming an answer. */
export class HubRequestError extends Error {
  constructor(readonly answer: HubFailure, readonly code?: string) {
    super(answer.message);
    this.name = 'HubRequestError';
  }
}

/**
 * What a response that is no success means. The hub answers 401 both for a
 * wrong token and, to somebody without one, for what does not exist.
 */
export function toHubRequestError(
  response: Response,
  { id, hasToken, host }: { id: string; hasToken: boolean; host: string },
): HubRequestError {
  const code = response.headers.get('x-error-code') ?? undefined;
  const { status } = response;
  return new HubRequestError(
    findRefusal(status, code, { id, hasToken }) ?? {
      outcome: status === 429 ? 'rateLimited' : 'unavailable',
      message:
        status === 429
          ? `The model hub ${host} limits the rate of requests.`
          : `The model hub ${host} answered ${status}.`,
      retryAfterSeconds: readRetryAfter(response),
    },
    code,
  );
}

function findRefusal(
  status: number,
  code: string | undefined,
  { id, hasToken }: { id: string; hasToken: boolean },
): HubFailure | undefined {
  if (code === 'GatedRepo') {
    const message = hasToken
      ? `${id} is gated, and the token's account has no access: accept the licence on its page.`
      : `${id} is gated: a token of an account that accepted the licence is needed.`;
    return { outcome: 'gated', message };
  }
  if (code === 'RevisionNotFound') {
    return { outcome: 'missing', message: `${id} has no such revision.` };
  }
  if (status === 404 || (status === 401 && (code || !hasToken))) {
    const message = `The model hub knows no model ${id}, or it is private.`;
    return { outcome: 'missing', message };
  }
  return status === 401 || status === 403
    ? { outcome: 'unauthorized', message: 'The model hub refuses the token.' }
    : undefined;
}

function readRetryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return seconds >= 0 ? seconds : undefined;
}
