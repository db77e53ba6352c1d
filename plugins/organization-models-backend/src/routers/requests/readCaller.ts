import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { Caller } from '../../services/access/Caller';
import type { CallerResolver } from '../../services/access/CallerResolver';
import { RequestTrail } from '../audit/RequestTrail';

/** Tells who sent a request, and for which organization; found out once. */
export type ReadCaller = (req: Request) => Promise<Caller>;

export function createCallerReader(options: {
  httpAuth: HttpAuthService;
  callers: CallerResolver;
  /** The portal's administrators may name an organization that is not theirs. */
  administratorsChoose?: (req: Request) => boolean;
  /** It may even be one that the catalog has no more. */
  evenGone?: (req: Request) => boolean;
}): ReadCaller {
  const { httpAuth, callers, administratorsChoose, evenGone } = options;
  const known = new WeakMap<Request, Promise<Caller>>();

  async function read(req: Request): Promise<Caller> {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const caller = await callers.resolve(
      credentials,
      req.header('x-organization'),
      {
        administratorsChoose: administratorsChoose?.(req),
        evenGone: evenGone?.(req),
      },
    );
    const trail = RequestTrail.of(req);
    trail?.note({
      organizationId: caller.organizationId,
      ...(caller.via ? { via: caller.via } : {}),
    });
    return { ...caller, trail };
  }

  return req => {
    const caller = known.get(req) ?? read(req);
    known.set(req, caller);
    return caller;
  };
}
