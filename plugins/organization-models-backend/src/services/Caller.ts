import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Who asks, and for which organization. */
export type Caller = {
  credentials: BackstageCredentials;
  /** Entity ref of a user, or the subject of a service. */
  subject: string;
  /** Entity ref of the organization, for instance `group:default/acme`. */
  organizationId: string;
};
