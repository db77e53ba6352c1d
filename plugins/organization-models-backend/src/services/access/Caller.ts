import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { invalidRequest } from '../errors';

/** Who asks, and for which organization. */
export type Caller = {
  credentials: BackstageCredentials;
  /** Entity ref of a user, or the subject of a service. */
  subject: string;
  /** The service through which a user asks, such as `plugin:mcp-actions`. */
  via?: string;
  /**
   * Entity ref of the organization, for instance `group:default/acme`; or `*`
   * for whoever may read all of them, and change none.
   */
  organizationId: string;
  /** Where to note for the audit what a request does. */
  trail?: AuditTrail;
};

/** Takes notes of what a request does; never of values that may be secrets. */
export interface AuditTrail {
  note(meta: JsonObject): void;
}

/** Stands for every organization; no entity ref is written like that. */
export const EVERY_ORGANIZATION = '*';

/** @throws a refusal when a change is asked for on behalf of all organizations */
export function refuseEveryOrganization({ organizationId }: Caller): void {
  if (organizationId === EVERY_ORGANIZATION) {
    throw invalidRequest([
      {
        field: 'X-Organization',
        message: 'must name one organization: * only reads',
      },
    ]);
  }
}

/** By whom something is done, as the history has it. */
export function actorOf({ subject, via }: Caller) {
  return { actor: subject, ...(via ? { via } : {}) };
}
