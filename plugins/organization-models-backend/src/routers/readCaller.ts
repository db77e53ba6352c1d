import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { Caller } from '../services/Caller';
import type { CallerResolver } from '../services/CallerResolver';

/** Tells who sent a request, and for which organization. */
export type ReadCaller = (req: Request) => Promise<Caller>;

export function createCallerReader(options: {
  httpAuth: HttpAuthService;
  callers: CallerResolver;
  /** The portal's administrators may name an organization that is not theirs. */
  administratorsChoose?: boolean;
}): ReadCaller {
  const { httpAuth, callers, administratorsChoose } = options;
  return async req => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    return callers.resolve(credentials, req.header('x-organization'), {
      administratorsChoose,
    });
  };
}
