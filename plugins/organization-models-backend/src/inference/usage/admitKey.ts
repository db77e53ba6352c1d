import type { StoredKey } from '../../database/DatabaseKeys';
import { OpenAiError } from '../errors/OpenAiError';
import type { UsageRecorder } from './UsageRecorder';

/**
 * Counts a request of a key, and holds the key to its limits.
 *
 * @returns headers which tell what is left, as OpenAI's API has them
 * @throws 429 with `Retry-After` when nothing is left
 */
export async function admitKey(
  { id, limits }: StoredKey,
  usage: Pick<UsageRecorder, 'keyUse' | 'countRequest'>,
): Promise<Record<string, string>> {
  if (Object.keys(limits).length === 0) {
    usage.countRequest(id);
    return {};
  }
  const { keyUse } = usage;
  await keyUse.prepare(id);
  // From here to where it is counted nothing waits: no other comes in between
  const use = keyUse.read(id);
  const until = keyUse.untilReset();
  const {
    requests_per_minute: requests,
    tokens_per_minute: tokens,
    tokens_per_day: dayTokens,
  } = limits;
  const headers = {
    ...headersOf('requests', {
      limit: requests,
      used: use.requests + 1,
      seconds: until.minute,
    }),
    ...(tokens !== undefined || dayTokens === undefined
      ? headersOf('tokens', {
          limit: tokens,
          used: use.tokens,
          seconds: until.minute,
        })
      : headersOf('tokens', {
          limit: dayTokens,
          used: use.dayTokens,
          seconds: until.day,
        })),
  };
  const over = [
    {
      what: 'requests a minute',
      limit: requests,
      used: use.requests,
      wait: until.minute,
    },
    {
      what: 'tokens a minute',
      limit: tokens,
      used: use.tokens,
      wait: until.minute,
    },
    {
      what: 'tokens a day',
      limit: dayTokens,
      used: use.dayTokens,
      wait: until.day,
    },
  ].filter(({ limit, used }) => limit !== undefined && used >= limit);
  const [worst] = over.sort((a, b) => b.wait - a.wait);
  if (worst) {
    throw new OpenAiError(429, {
      code: 'rate_limit_exceeded',
      message: `The key has used its ${worst.limit} ${worst.what}`,
      headers,
      retryAfterSeconds: worst.wait,
    });
  }
  usage.countRequest(id);
  return headers;
}

function headersOf(
  what: string,
  state: { limit: number | undefined; used: number; seconds: number },
): Record<string, string> {
  const { limit, used, seconds } = state;
  return limit === undefined
    ? {}
    : {
        [`x-ratelimit-limit-${what}`]: String(limit),
        [`x-ratelimit-remaining-${what}`]: String(Math.max(0, limit - used)),
        [`x-ratelimit-reset-${what}`]: `${Math.ceil(seconds)}s`,
      };
}
