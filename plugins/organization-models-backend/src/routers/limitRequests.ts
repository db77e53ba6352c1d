import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { tooManyRequests } from '../services/errors';
import type { ReadCaller } from './requests/readCaller';

/** What the users, and what the services of an organization may send. */
export type RateLimit = {
  windowSeconds: number;
  /** Of all kinds. */
  requests: number | undefined;
  /** That change or plan something, which asks a cluster. */
  writes: number | undefined;
};

/** Refuses what goes over the limits of an organization, counted per process. */
export function limitRequests(
  limits: RateLimit | undefined,
  readCaller: ReadCaller,
): RequestHandler[] {
  if (!limits) {
    return [];
  }
  const { requests, writes } = limits;
  const create = (limit: number, isCounted: (req: Request) => boolean) =>
    createLimiter({ limit, isCounted, readCaller, limits });
  return [
    ...(requests === undefined ? [] : [create(requests, () => true)]),
    ...(writes === undefined ? [] : [create(writes, isWrite)]),
  ];
}

function createLimiter(options: {
  limit: number;
  limits: RateLimit;
  isCounted(req: Request): boolean;
  readCaller: ReadCaller;
}): RequestHandler {
  const { limit, limits, isCounted, readCaller } = options;
  return rateLimit({
    limit,
    windowMs: limits.windowSeconds * 1000,
    skip: req => !isCounted(req),
    keyGenerator: async req => keyOf(await readCaller(req)),
    // Backstage's own limiter may have put its count beside it
    requestPropertyName: 'organizationLimit',
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    handler: (req, _res, next) => {
      const { resetTime } = (
        req as Request & { organizationLimit: { resetTime?: Date } }
      ).organizationLimit;
      const milliseconds = (resetTime?.getTime() ?? Date.now()) - Date.now();
      next(tooManyRequests(Math.max(1, milliseconds / 1000)));
    },
  });
}

// One runaway job must not keep people out, nor they the job
function keyOf({ organizationId, subject }: Awaited<ReturnType<ReadCaller>>) {
  return `${organizationId} ${
    subject.startsWith('user:') ? 'user' : 'service'
  }`;
}

function isWrite({ method }: Request): boolean {
  return !['GET', 'HEAD'].includes(method);
}
