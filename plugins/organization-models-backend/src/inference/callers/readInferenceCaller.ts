import type { Request } from 'express';
import type { Caller } from '../../services/access/Caller';
import {
  EVERY_ORGANIZATION,
  refuseEveryOrganization,
} from '../../services/access/Caller';
import { toOrganizationRef } from '../../services/access/organizationRef';
import type { InferenceCaller } from './InferenceCaller';
import type { KeyRing } from './KeyRing';
import { OpenAiError } from '../errors/OpenAiError';

/** Finds out who asks, before anything of the request's body is read. */
export async function readInferenceCaller(
  req: Request,
  options: { keys: KeyRing; readCaller(req: Request): Promise<Caller> },
): Promise<InferenceCaller> {
  const secret = readSecret(req);
  if (secret === undefined) {
    const caller = await options.readCaller(req);
    refuseEveryOrganization(caller);
    return { kind: 'token', organizationId: caller.organizationId, caller };
  }
  const key = await options.keys.find(secret);
  refuseOtherOrganization(req, key.organizationId);
  return { kind: 'key', organizationId: key.organizationId, key };
}

// Anthropic's clients send a key in a header of its own
function readSecret(req: Request): string | undefined {
  const bearer = /^Bearer +(.+)$/i.exec(req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    return bearer.startsWith('om_') ? bearer.trim() : undefined;
  }
  return req.header('x-api-key');
}

function refuseOtherOrganization(req: Request, organizationId: string): void {
  const wanted = req.header('x-organization');
  if (
    wanted !== undefined &&
    (wanted === EVERY_ORGANIZATION ||
      toOrganizationRef(wanted) !== organizationId)
  ) {
    throw new OpenAiError(403, {
      code: 'permission_denied',
      message: 'The key is of another organization than X-Organization names',
    });
  }
}
