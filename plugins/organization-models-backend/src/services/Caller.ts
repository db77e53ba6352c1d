import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Who asks, and for which organization. */
export type Caller = {
  credentials: BackstageCredentials;
  /** Entity ref of a user, or the subject of a service. */
  subject: string;
  /**
   * Entity ref of the organization, for instance `group:default/acme`; or `*`
   * for whoever may read all of them, and change none.
   */
  organizationId: string;
};

/** Stands for every organization; no entity ref is written like that. */
export const EVERY_ORGANIZATION = '*';
